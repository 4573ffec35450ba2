using System.Text;
using OpsTrails.Core.Tests.Fixtures;

namespace OpsTrails.Core.Tests.Events;

/// <summary>Data in Base64 is decoded where it is JSON (CloudEvents JSON format 1.0.2 §3.1.1).</summary>
public sealed class DataBase64Tests
{
    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/json")]
    [InlineData("application/vnd.shop+json")]
    public void An_object_is_taken_with_its_numbers_as_sent(string? contentType)
    {
        var sent = Of("""{ "b": 1.50, "a": [12345678901234567890] }""");

        var draft = (contentType is null ? sent : sent.WithText("datacontenttype", contentType)).Parse().Valid;

        Assert.Equal("""{"b":1.50,"a":[12345678901234567890]}""", Encoding.UTF8.GetString(draft.Data!.Value.Span));
    }

    [Fact]
    public void Null_is_absent() => Assert.Null(SentEvent.Smallest.With("data_base64", "null").Parse().Valid.Data);

    [Fact]
    public void Null_beside_data_is_absent() =>
        Assert.NotNull(SentEvent.Smallest.With("data", "{}").With("data_base64", "null").Parse().Valid.Data);

    [Theory]
    [InlineData("[1]", "must hold a JSON object, not an array")]
    [InlineData("\"text\"", "must hold a JSON object, not a string")]
    [InlineData("null", "must hold a JSON object, not null")]
    [InlineData("{\"a\":1", "does not hold JSON in UTF-8")]
    [InlineData("", "does not hold JSON in UTF-8")]
    [InlineData("plain text", "does not hold JSON in UTF-8")]
    public void Anything_else_is_refused_with_what_to_send(string content, string problem) =>
        Assert.Equal($"data_base64: {problem}. Send a JSON object in data, or the Base64 of one", Of(content).Parse().ValidationError);

    [Theory]
    [InlineData("7", "must be a string, not a number")]
    [InlineData("\"e30\"", "is not valid Base64")]
    [InlineData("\"e3_=\"", "is not valid Base64")]
    [InlineData("\"gA==\"", "does not hold JSON in UTF-8")]
    public void What_is_no_Base64_of_a_text_is_refused(string json, string problem) =>
        Assert.Equal(
            $"data_base64: {problem}. Send a JSON object in data, or the Base64 of one",
            SentEvent.Smallest.With("data_base64", json).Parse().ValidationError
        );

    [Fact]
    public void Content_that_is_not_JSON_by_its_type_is_refused() =>
        Assert.Equal(
            "data_base64: holds \"image/png\", which is not JSON. Send a JSON object in data, or the Base64 of one, as application/json",
            Of("{}").WithText("datacontenttype", "image/png").Parse().ValidationError
        );

    [Fact]
    public void It_cannot_be_combined_with_data() =>
        Assert.Equal("data_base64: can't be combined with data. Send one of them", Of("{}").With("data", "{}").Parse().ValidationError);

    [Theory]
    [InlineData("{\"a\":{\"b\":1,\"b\":2}}", "data_base64.a.b: appears twice. Send it once")]
    [InlineData("{\"a\":\"\\ud800\"}", "data_base64.a: contains an unpaired surrogate. Send valid Unicode")]
    [InlineData("{\"description\":7}", "data_base64.description: must be a string, not a number")]
    public void The_rules_of_data_hold(string content, string error) => Assert.Equal(error, Of(content).Parse().ValidationError);

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    [InlineData(2_000, false)]
    public void The_depth_of_data_holds(int arrays, bool isValid) =>
        Assert.Equal(isValid, Of("{\"a\":" + new string('[', arrays) + new string(']', arrays) + "}").Parse().ValidationErrors.Count == 0);

    private static SentEvent Of(string content) =>
        SentEvent.Smallest.WithText("data_base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(content)));
}
