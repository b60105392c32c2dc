namespace Neutree.Core.Templating.Functions;

/// <summary>The functions of Sprig 3.3, all groups.</summary>
internal static class SprigFunctions
{
    public static void AddTo(FunctionTable table)
    {
        CaseFunctions.AddTo(table);
        CertificateFunctions.AddTo(table);
        CryptoFunctions.AddTo(table);
        DateFunctions.AddTo(table);
        DefaultFunctions.AddTo(table);
        DictFunctions.AddTo(table);
        EncodingFunctions.AddTo(table);
        JsonFunctions.AddTo(table);
        ListFunctions.AddTo(table);
        ListTextFunctions.AddTo(table);
        NetworkFunctions.AddTo(table);
        NumericFunctions.AddTo(table);
        PathFunctions.AddTo(table);
        RandomFunctions.AddTo(table);
        ReflectFunctions.AddTo(table);
        RegexFunctions.AddTo(table);
        SemverFunctions.AddTo(table);
        StringFunctions.AddTo(table);
        UrlFunctions.AddTo(table);
    }
}
