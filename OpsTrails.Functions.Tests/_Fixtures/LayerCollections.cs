using OpsTrails.Functions.Tests.Fixtures;
using Xunit.v3;

[assembly: CollectionBehavior(typeof(LayerCollections))]

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// A collection for each class, as xunit does by default. Those of classes that name no layer carry the trait of <see cref="Layer.App"/>.
/// </summary>
public sealed class LayerCollections(IXunitTestAssembly testAssembly) : TestCollectionFactoryBase(testAssembly)
{
    public override string DisplayName => "collection-per-class";

    protected override IXunitTestCollection GetDefaultTestCollection(Type testClass) =>
        new XunitTestCollection(
            TestAssembly,
            testClass.IsDefined(typeof(LayerAttribute), inherit: true) ? null : typeof(AppCollection),
            disableParallelization: false,
            "Test collection for " + testClass.FullName
        );

    [Layer(Layer.App)]
    private sealed class AppCollection;
}
