using Xunit.v3;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Puts a test class, or the classes of a collection, in a layer other than <see cref="Layer.App"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LayerAttribute(Layer layer) : Attribute, ITraitAttribute
{
    public const string Trait = "layer";

    public Layer Layer => layer;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Trait, NameOf(layer))];

    public static string NameOf(Layer layer) =>
        layer switch
        {
            Layer.Store => "store",
            Layer.App => "app",
            Layer.Process => "process",
            _ => "browser",
        };
}
