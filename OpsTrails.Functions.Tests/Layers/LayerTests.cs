using System.Reflection;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Crash;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Functions.Tests.Hosting;
using OpsTrails.Functions.Tests.WebConsole;
using Xunit.v3;

namespace OpsTrails.Functions.Tests.Layers;

[Layer(Layer.Store)]
public sealed class LayerTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, Layer> Needs = new()
    {
        [typeof(TestApp)] = Layer.App,
        [typeof(OpsTrailsProcess)] = Layer.Process,
        [typeof(WorkerProcess)] = Layer.Process,
        [typeof(PublishedPackage)] = Layer.Process,
        [typeof(ConsoleBrowser)] = Layer.Browser,
        [typeof(IPage)] = Layer.Browser,
    };

    [Fact]
    public void Every_class_has_exactly_one_layer() => Assert.All(TestClasses(), test => Assert.Single(LayersOf(test)));

    // What a method keeps between two awaits is a field of a type nested in its class.
    [Fact]
    public void A_class_is_in_no_lower_layer_than_what_it_starts()
    {
        var tooLow = TestClasses().Where(test => LayersOf(test).Single() < NeededBy(test)).Select(test => $"{test.Name}: {NeededBy(test)}");

        Assert.Empty(tooLow);
    }

    [Theory]
    [InlineData(typeof(AnswerTests), nameof(Layer.App))]
    [InlineData(typeof(GracefulStopTests), nameof(Layer.Process))]
    [InlineData(typeof(GridJourneyTests), nameof(Layer.Browser))]
    public void What_a_class_starts_is_found(Type test, string layer) => Assert.Equal(layer, NeededBy(test).ToString());

    private static IEnumerable<Type> TestClasses() =>
        typeof(LayerTests)
            .Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute), inherit: true)));

    private static IEnumerable<Layer> LayersOf(Type test)
    {
        var collection = new LayerCollections((IXunitTestAssembly)TestContext.Current.TestAssembly!).Get(test);
        return new XunitTestClass(test, collection)
            .Traits.GetValueOrDefault(LayerAttribute.Trait, [])
            .Select(name => Enum.Parse<Layer>(name, ignoreCase: true));
    }

    private static Layer NeededBy(Type test)
    {
        var seen = new HashSet<Type>();
        Follow(test);
        return seen.Select(type => Needs.GetValueOrDefault(type, Layer.Store)).Max();

        void Follow(Type type)
        {
            if (type.HasElementType)
                Follow(type.GetElementType()!);
            foreach (var argument in type.GetGenericArguments())
                Follow(argument);
            if (type.Assembly != typeof(LayerTests).Assembly && !Needs.ContainsKey(type) || !seen.Add(type) || Needs.ContainsKey(type))
                return;
            foreach (var field in type.GetFields(Declared))
                Follow(field.FieldType);
            foreach (var nested in type.GetNestedTypes(Declared))
                Follow(nested);
        }
    }
}
