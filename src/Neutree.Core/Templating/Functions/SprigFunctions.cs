namespace Neutree.Core.Templating.Functions;

/// <summary>The functions of Sprig 3.3, all groups.</summary>
internal static class SprigFunctions
{
    public static void AddTo(FunctionTable table)
    {
        CertificateFunctions.AddTo(table);
        CryptoFunctions.AddTo(table);
        DateFunctions.AddTo(table);
        DefaultFunctions.AddTo(table);
        DictFunctions.AddTo(table);
        ListFunctions.AddTo(table);
        NetworkFunctions.AddTo(table);
        RandomFunctions.AddTo(table);
        ReflectFunctions.AddTo(table);
        SemverFunctions.AddTo(table);
    }
}
