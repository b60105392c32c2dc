using System.Runtime.CompilerServices;

namespace Neutree.Core.Tests.Fixtures;

internal static class TestTimeZone
{
    // Expected results were made in UTC; the zone must be chosen before anything asks for it.
#pragma warning disable CA2255 // The assembly is a test program, no library.
    [ModuleInitializer]
    internal static void UseUtc() => Environment.SetEnvironmentVariable("TZ", "UTC");
#pragma warning restore CA2255
}
