using OpsTrails.Core.Events;

namespace OpsTrails.Core.Tests.Architecture;

public sealed class CoreTests
{
    // Decisions stay apart from hosting and storage: neither ASP.NET Core, Azure nor SQLite, nor the project above.
    [Fact]
    public void Core_needs_the_base_library_alone() =>
        Assert.All(
            typeof(EventParser).Assembly.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal)
        );
}
