using System.Text.RegularExpressions;
using CsCheck;
using OpsTrails.Core.EventGrid;
using OpsTrails.Core.Tests.Fixtures;

namespace OpsTrails.Core.Tests.EventGrid;

public sealed partial class UriReferenceTests
{
    private static readonly Gen<string> Pieces = Gen.OneOf(
            "a",
            "B-1",
            " ",
            "%",
            "%2F",
            "ü",
            "😀",
            ":",
            "/",
            "//",
            "?",
            "#",
            "[",
            "]",
            "[::1]",
            "@",
            "http:",
            "|",
            "80"
        )
        .Array[1, 8]
        .Select(string.Concat);

    [Theory]
    [InlineData("BE")]
    [InlineData("https://github.com/acme/shop/actions/runs/1?a=b&c=%20/?#d/?")]
    [InlineData("urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66")]
    [InlineData("/relative/path:1")]
    [InlineData("//user@host:80/path")]
    [InlineData("http://[::1]:80/")]
    [InlineData("a'b(c)*!$,;=@")]
    [InlineData("?")]
    [InlineData("#")]
    public void A_URI_reference_stays_as_it_is(string text) =>
        Assert.Equal(text.TrimEnd('?', '#'), UriReference.Of(text).TrimEnd('?', '#'));

    [Theory]
    [InlineData("Team A/Deploy shop", "Team%20A/Deploy%20shop")]
    [InlineData("100% #1 #2", "100%25%20#1%20%232")]
    [InlineData("<a> \"b\" \\^`{|}", "%3Ca%3E%20%22b%22%20%5C%5E%60%7B%7C%7D")]
    [InlineData("Büro 😀", "B%C3%BCro%20%F0%9F%98%80")]
    [InlineData("Team A: shop", "Team%20A%3A%20shop")]
    [InlineData("a[0]", "a%5B0%5D")]
    [InlineData("//host name:port/x", "//host%20name%3Aport/x")]
    public void What_a_URI_reference_cannot_contain_is_percent_encoded(string text, string reference) =>
        Assert.Equal(reference, UriReference.Of(text));

    [Fact]
    public void Every_source_becomes_a_URI_reference() =>
        Gen.OneOf(EventGens.Source, Pieces).Sample(source => Assert.Matches(Rfc3986(), UriReference.Of(source)), iter: 20_000);

    [Fact]
    public void A_reference_that_was_made_stays_as_it_is() =>
        Gen.OneOf(EventGens.Source, Pieces)
            .Sample(source => Assert.Equal(UriReference.Of(source), UriReference.Of(UriReference.Of(source))), iter: 20_000);

    // Appendix A of RFC 3986; an address in brackets has only its characters checked.
    private const string Escape = "%[0-9A-Fa-f]{2}";
    private const string Segment = $"([A-Za-z0-9._~!$&'()*+,;=:@-]|{Escape})";
    private const string SegmentWithoutColon = $"([A-Za-z0-9._~!$&'()*+,;=@-]|{Escape})";
    private const string Host = $@"(\[[0-9A-Fa-f:.]+\]|([A-Za-z0-9._~!$&'()*+,;=-]|{Escape})*)";
    private const string Authority = $"//(([A-Za-z0-9._~!$&'()*+,;=:-]|{Escape})*@)?{Host}(:[0-9]*)?";
    private const string Rest = $"(/{Segment}*)*";
    private const string WithScheme = $"[A-Za-z][A-Za-z0-9+.-]*:({Authority}{Rest}|/({Segment}+{Rest})?|{Segment}+{Rest}|)";
    private const string Relative = $"({Authority}{Rest}|/({Segment}+{Rest})?|{SegmentWithoutColon}+{Rest}|)";
    private const string Tail = $@"(\?({Segment}|[/?])*)?(\#({Segment}|[/?])*)?";

    [GeneratedRegex($@"\A({WithScheme}|{Relative}){Tail}\z")]
    private static partial Regex Rfc3986();
}
