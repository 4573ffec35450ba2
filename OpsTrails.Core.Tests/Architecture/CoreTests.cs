using OpsTrails.Core.Events;

namespace OpsTrails.Core.Tests.Architecture;

public sealed class CoreTests
{
    // Core must not depend on ASP.NET Core, Azure, SQLite or the projects above it.
    [Fact]
    public void Core_needs_the_base_library_alone() =>
        Assert.All(
            typeof(EventParser).Assembly.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal)
        );
}
