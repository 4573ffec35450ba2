using OpsTrails.Core.Events;

namespace OpsTrails.Functions.Platform;

/// <summary>Limits of a single request.</summary>
internal sealed class LimitOptions
{
    private const int MinEventBytes = 1_024;
    private const int MaxEventBytes = 512 * 1024;

    /// <summary>Maximum size of one event in bytes, 1,024 to 524,288. Default 65,536.</summary>
    public int EventBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// Maximum length of a subject in characters, 50 to 200. Default 50. Events recorded with a longer one stay readable.
    /// </summary>
    public int SubjectLength { get; set; } = EventRules.SubjectLength;

    public IEnumerable<(string Setting, string Problem)> Validate()
    {
        if (EventBytes is < MinEventBytes or > MaxEventBytes)
            yield return ("Limits:EventBytes", $"must be from {MinEventBytes} to {MaxEventBytes}, not {EventBytes}");
        if (SubjectLength is < EventRules.SubjectLength or > EventRules.MaxSubjectLength)
            yield return (
                "Limits:SubjectLength",
                $"must be from {EventRules.SubjectLength} to {EventRules.MaxSubjectLength}, not {SubjectLength}"
            );
    }
}
