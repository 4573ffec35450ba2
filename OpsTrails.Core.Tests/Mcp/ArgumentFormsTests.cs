using System.Text.Json;
using CsCheck;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;

namespace OpsTrails.Core.Tests.Mcp;

public sealed class ArgumentFormsTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "text": {"type":"string"},
            "count": {"type":"integer","minimum":1,"maximum":100},
            "share": {"type":"number"},
            "flag": {"type":"boolean"},
            "list": {"type":"array"},
            "free": {"type":"object"},
            "either": {"type":["integer","null"]},
            "any": true
          },
          "additionalProperties": false
        }
        """
    );

    [Theory]
    [InlineData("""{"count":10.0}""", """{"count":10}""")]
    [InlineData("""{"count":1e1}""", """{"count":10}""")]
    [InlineData("""{"count":1E+1}""", """{"count":10}""")]
    [InlineData("""{"count":100e-1}""", """{"count":10}""")]
    [InlineData("""{"count":0.1e2}""", """{"count":10}""")]
    [InlineData("""{"count":-0.0}""", """{"count":0}""")]
    [InlineData("""{"count":0e999999999999}""", """{"count":0}""")]
    [InlineData("""{"count":9223372036854775807.0}""", """{"count":9223372036854775807}""")]
    [InlineData("""{"count":"10"}""", """{"count":10}""")]
    [InlineData("""{"count":" 10.0 "}""", """{"count":10}""")]
    [InlineData("""{"share":"0.25"}""", """{"share":0.25}""")]
    [InlineData("""{"flag":"true"}""", """{"flag":true}""")]
    [InlineData("""{"flag":"False"}""", """{"flag":false}""")]
    [InlineData("""{"list":"BE"}""", """{"list":["BE"]}""")]
    [InlineData("""{"list":7}""", """{"list":[7]}""")]
    [InlineData("""{"list":"[\"BE\",\"FE\"]"}""", """{"list":["BE","FE"]}""")]
    [InlineData("""{"free":"{\"ticket\":7}"}""", """{"free":{"ticket":7}}""")]
    public void Another_form_of_a_value_is_read_in_the_type_of_the_schema(string sent, string read) => Assert.Equal(read, Read(sent));

    [Theory]
    [InlineData("""{"count":10}""")]
    [InlineData("""{"count":10.5}""")]
    [InlineData("""{"count":10.00000000000000000000000000000000000000001}""")]
    [InlineData("""{"count":1e-400}""")]
    [InlineData("""{"count":1e400}""")]
    [InlineData("""{"count":1e99999999999}""")]
    [InlineData("""{"count":9223372036854775808}""")]
    [InlineData("""{"count":"ten"}""")]
    [InlineData("""{"count":"010"}""")]
    [InlineData("""{"count":"1,000"}""")]
    [InlineData("""{"count":"0x10"}""")]
    [InlineData("""{"count":"\u0661\u0660"}""")]
    [InlineData("""{"count":"\ud800"}""")]
    [InlineData("""{"count":true}""")]
    [InlineData("""{"count":null}""")]
    [InlineData("""{"count":""}""")]
    [InlineData("""{"count":[10]}""")]
    [InlineData("""{"count":[]}""")]
    [InlineData("""{"share":"NaN"}""")]
    [InlineData("""{"flag":"yes"}""")]
    [InlineData("""{"flag":1}""")]
    [InlineData("""{"text":10}""")]
    [InlineData("""{"text":"10"}""")]
    [InlineData("""{"text":["BE"]}""")]
    [InlineData("""{"list":""}""")]
    [InlineData("""{"list":["10"]}""")]
    [InlineData("""{"free":"[1]"}""")]
    [InlineData("""{"free":"{"}""")]
    [InlineData("""{"free":{"count":"10"}}""")]
    [InlineData("""{"either":"10"}""")]
    [InlineData("""{"any":"10"}""")]
    [InlineData("""{"unknown":"10"}""")]
    public void Everything_else_stays_as_sent(string sent) => Assert.Equal(sent, Read(sent));

    [Fact]
    public void What_is_read_is_still_checked()
    {
        var errors = new ValidationErrors();

        ArgumentCheck.Check(
            Schema,
            ArgumentForms.Read(Schema, Members("""{"count":"500","free":"{\"a\":1,\"a\":2}","list":"[\"\\ud800\"]"}""")),
            errors
        );

        Assert.Equal(
            "count: must be a number from 1 to 100, not \"500\"; free.a: appears twice. Send it once; "
                + "list.[]: contains an unpaired surrogate. Send valid Unicode.",
            errors.ToString()
        );
    }

    [Fact]
    public void Each_whole_number_is_read_whatever_its_spelling() =>
        Gen.Select(Gen.Long, Gen.Int[0, 30], Gen.Int[0, 5])
            .Sample(
                (number, shift, zeros) =>
                {
                    var sign = number < 0 ? "-" : "";
                    var digits = number.ToString(System.Globalization.CultureInfo.InvariantCulture).TrimStart('-');
                    var padded = digits.PadLeft(shift + 1, '0');
                    var whole = padded[..^shift].TrimStart('0');
                    var spelled = $"{sign}{(whole.Length == 0 ? "0" : whole)}.{padded[^shift..]}{new string('0', zeros)}0e{shift}";

                    return Read($$"""{"count":{{spelled}}}""") == $$"""{"count":{{number}}}""";
                }
            );

    private static string Read(string arguments) =>
        "{"
        + string.Join(',', ArgumentForms.Read(Schema, Members(arguments)).Select(pair => $"\"{pair.Key}\":{pair.Value.GetRawText()}"))
        + "}";

    private static IEnumerable<KeyValuePair<string, JsonElement>> Members(string json) =>
        JsonElement.Parse(json).EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value));
}
