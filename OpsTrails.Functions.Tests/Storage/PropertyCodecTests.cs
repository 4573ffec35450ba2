using CsCheck;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Storage;

[Layer(Layer.Store)]
public sealed class PropertyCodecTests
{
    // Whole characters only: half a surrogate pair is no text, and comes back replaced (see the contract).
    private static readonly Gen<string> Text = Gen.Int[0, 0x10FFFF]
        .Where(character => character is < 0xD800 or > 0xDFFF)
        .Select(char.ConvertFromUtf32)
        .Array[0, 200]
        .Select(string.Concat);

    private static readonly Gen<object> Value = Gen.OneOf(
        Text.Select(text => (object)text),
        Gen.Long.Select(number => (object)number),
        Gen.Byte.Array[0, 300].Select(bytes => (object)bytes)
    );

    private static readonly Gen<Dictionary<string, object>> Properties = Gen.Dictionary(Text, Value)[0, 40];

    [Fact]
    public void What_is_decoded_is_what_was_encoded() =>
        Properties.Sample(properties =>
        {
            var decoded = new Row("p", "r");
            PropertyCodec.Decode(Encoded(properties), decoded, new PropertyNames());
            Assert.Equal(ByName(properties), ByName(decoded.Properties));
        });

    [Fact]
    public void Bytes_that_are_cut_short_are_noticed() =>
        Gen.Select(Properties, Gen.Double.Unit)
            .Sample(
                (properties, at) =>
                {
                    var bytes = Encoded(properties);
                    var cut = bytes[..(int)(at * bytes.Length)];
                    Assert.Throws<InvalidDataException>(() => PropertyCodec.Decode(cut, new Row("p", "r"), new PropertyNames()));
                }
            );

    [Fact]
    public void A_form_of_a_later_version_is_noticed() =>
        Assert.Throws<InvalidDataException>(() => PropertyCodec.Decode([2, 0], new Row("p", "r"), new PropertyNames()));

    private static IEnumerable<KeyValuePair<string, object>> ByName(IReadOnlyDictionary<string, object> properties) =>
        properties.OrderBy(property => property.Key, StringComparer.Ordinal);

    private static byte[] Encoded(Dictionary<string, object> properties)
    {
        var row = new Row("p", "r");
        foreach (var (name, value) in properties)
            row[name] = value;
        return PropertyCodec.Encode(row);
    }
}
