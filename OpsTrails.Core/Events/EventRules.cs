namespace OpsTrails.Core.Events;

/// <summary>Names and limits of the members of an event. Lengths are in Unicode characters (scalar values).</summary>
public static class EventRules
{
    public const int TypeLength = 100;
    public const int SourceLength = 500;
    public const int IdLength = 200;

    /// <summary>The longest subject that is recorded, unless the settings of the program allow more.</summary>
    public const int SubjectLength = 50;

    /// <summary>
    /// The longest subject that the settings of the program can allow. Queries and names of environments can be this long in any case, so
    /// that events stay within reach after the setting was lowered.
    /// </summary>
    public const int MaxSubjectLength = 200;

    /// <summary>Long enough for the digest of a container image.</summary>
    public const int VersionLength = 128;

    public const int DataContentTypeLength = 200;
    public const int DataSchemaLength = 500;
    public const int DescriptionLength = 1_000;
    public const int TimezoneLength = 50;
    public const int ExtensionNameLength = 64;
    public const int ExtensionCount = 20;
    public const int Depth = 64;

    /// <summary>Types that start like this are those of OpsTrails itself. Senders can't use them.</summary>
    public const string OwnTypes = "dev.opstrails.";

    /// <summary>The extension attribute that marks the events of the demo. Senders can't use it.</summary>
    public const string DemoMark = "opstrailsdemo";

    public const string SpecVersion = "1.0";
    public const string DefaultDataContentType = "application/json";

    public static IReadOnlyList<string> Severities { get; } = ["LOW", "MINOR", "MAJOR", "CRITICAL"];

    /// <summary>The place of a severity in <see cref="Severities"/>. Null for none.</summary>
    public static int? RankOf(string? severity)
    {
        for (var rank = 0; rank < Severities.Count; rank++)
        {
            if (Severities[rank] == severity)
                return rank;
        }
        return null;
    }

    /// <summary>A source may be any text on one line: a URI reference, a word, or the name of a job with spaces.</summary>
    public static string? CheckSource(string source) =>
        source.AsSpan().ContainsAny('\u2028', '\u2029') ? "contains a line break. Remove it" : null;

    public static bool IsExtensionName(string name) =>
        name.Length is > 0 and <= ExtensionNameLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
