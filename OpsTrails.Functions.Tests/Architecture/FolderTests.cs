using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using OpsTrails.Core.Events;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Architecture;

/// <summary>A folder is a namespace. Folders form layers: none uses a folder that uses it, however indirectly.</summary>
[Layer(Layer.Store)]
public sealed class FolderTests
{
    private static readonly System.Reflection.Assembly[] Assemblies =
    [
        typeof(EventParser).Assembly,
        typeof(ITableStore).Assembly,
        typeof(OpsTrailsApp).Assembly,
    ];

    private static readonly ArchUnitNET.Domain.Architecture Projects = new ArchLoader().LoadAssemblies(Assemblies).Build();

    [Theory]
    [InlineData("OpsTrails.Core.(**)")]
    [InlineData("OpsTrails.Storage.(**)")]
    [InlineData("OpsTrails.Functions.(**)")]
    public void No_folder_needs_a_folder_that_needs_it(string folders)
    {
        var rule = SliceRuleDefinition.Slices().Matching(folders).Should().BeFreeOfCycles();

        Assert.All(rule.Evaluate(Projects), result => Assert.True(result.Passed, result.Description));
    }
}
