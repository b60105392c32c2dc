// A house in small, with arrows that are allowed and arrows that are not; the test of the layer test.
namespace Neutree.Core.Tests.Architecture.Specimen.Packages
{
    internal sealed class Reader
    {
        public static Reader Open() => new();

        public static string Describe(Oci.Value value) => value.ToString();
    }
}

namespace Neutree.Core.Tests.Architecture.Specimen.Oci
{
    internal sealed record Value(int Number);

    internal sealed class PointsDown
    {
        public Transfer.Copier? Copier { get; init; }
    }
}

namespace Neutree.Core.Tests.Architecture.Specimen.Oci.Transfer
{
    internal sealed class Copier
    {
        public Value Last { get; } = new(1);
    }
}

namespace Neutree.Core.Tests.Architecture.Specimen.Kubernetes
{
    internal sealed class Client
    {
        public bool Connected { get; init; }
    }
}

namespace Neutree.Core.Tests.Architecture.Specimen.Helm.Releases
{
    internal sealed class Installer
    {
        public bool Ready { get; } = new Kubernetes.Client().Connected;
    }
}

namespace Neutree.Core.Tests.Architecture.Specimen.Helm.Charts
{
    internal static class BodyUse
    {
        public static int Number() => new Oci.Value(1).Number;
    }
}

namespace Neutree.Core.Tests.Architecture.Specimen.Yaml
{
    internal static class AsyncUse
    {
        public static async Task<string> RunAsync()
        {
            await Task.Yield();
            return Packages.Reader.Open().ToString()!;
        }
    }

    internal sealed class GenericUse
    {
        public List<Packages.Reader[]> Readers { get; } = [];
    }
}

namespace Neutree.Core.Tests.Architecture.Specimen.Stray
{
    internal static class Newcomer
    {
        public static bool Same(Oci.Value left, Oci.Value right) => left == right;
    }
}
