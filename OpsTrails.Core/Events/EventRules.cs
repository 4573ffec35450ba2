using System.Buffers;

namespace OpsTrails.Core.Events;

/// <summary>Names and limits of the members of an event. Lengths are in Unicode characters (scalar values).</summary>
public static class EventRules
{
    public const int TypeLength = 100;
    public const int SourceLength = 500;
    public const int IdLength = 200;
    public const int SubjectLength = 50;
    public const int VersionLength = 50;
    public const int DataContentTypeLength = 200;
    public const int DataSchemaLength = 500;
    public const int DescriptionLength = 1_000;
    public const int TimezoneLength = 50;
    public const int ExtensionNameLength = 20;
    public const int ExtensionCount = 20;
    public const int Depth = 64;

    /// <summary>Types that start like this are those of OpsTrails itself. Senders can't use them.</summary>
    public const string OwnTypes = "dev.opstrails.";

    /// <summary>The extension attribute that marks the events of the demo. Senders can't use it.</summary>
    public const string DemoMark = "opstrailsdemo";

    public const string SpecVersion = "1.0";
    public const string DefaultDataContentType = "application/json";

    /// <summary>
    /// Characters that a URI reference can't contain unescaped (RFC 3986). Letters beyond ASCII are allowed, because system names use them.
    /// </summary>
    private static readonly SearchValues<char> NotInSource = SearchValues.Create("\"<>\\^`{|}");

    public static IReadOnlyList<string> Severities { get; } = ["LOW", "MINOR", "MAJOR", "CRITICAL"];

    private const string SourceHint = "Send a URI reference or one word, such as BE or billing-api";

    public static string? CheckSource(string source)
    {
        if (source.Any(char.IsWhiteSpace))
            return $"contains white space. {SourceHint}";
        return source.AsSpan().ContainsAny(NotInSource) ? "contains one of \" < > \\ ^ ` { | }. " + SourceHint : null;
    }

    public static bool IsExtensionName(string name) =>
        name.Length is > 0 and <= ExtensionNameLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
