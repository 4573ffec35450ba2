using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Organizations;

/// <summary>How incidents of the organization are read.</summary>
/// <param name="OpenFor">How long an incident without a resolution counts as open after its newest event.</param>
public sealed partial record IncidentSettings(TimeSpan OpenFor)
{
    public static readonly TimeSpan MinOpenFor = TimeSpan.FromHours(1);
    public static readonly TimeSpan MaxOpenFor = TimeSpan.FromDays(30);

    private static readonly string[] Members = ["openFor"];

    public static IncidentSettings Default { get; } = new(TimeSpan.FromHours(24));

    /// <summary>In hours, such as <c>24h</c>.</summary>
    public string OpenForText => OpenFor.TotalHours.ToString(CultureInfo.InvariantCulture) + "h";

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("openFor", OpenForText);
        writer.WriteEndObject();
    }

    internal static IncidentSettings Read(JsonElement json, ValidationErrors errors)
    {
        if (!JsonMembers.IsObject(json, "incidents", errors))
            return Default;
        JsonMembers.ReportUnknown(json, "incidents.", Members, errors);
        if (JsonMembers.Find(json, "openFor") is not { } openFor)
            return Default;
        if (openFor.ValueKind != JsonValueKind.String)
            errors.Add("incidents.openFor", $"must be a string, not {JsonText.KindOf(openFor)}");
        else if (TryParse(openFor.GetString()!) is { } parsed)
            return new(parsed);
        else
            errors.Add(
                "incidents.openFor",
                $"{ValidationErrors.Quote(openFor.GetString()!)} is not a length of time. Send 1h to 720h, or 1d to 30d"
            );
        return Default;
    }

    private static TimeSpan? TryParse(string text)
    {
        if (!Length().IsMatch(text))
            return null;
        var number = int.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture);
        var length = text[^1] == 'h' ? TimeSpan.FromHours(number) : TimeSpan.FromDays(number);
        return length >= MinOpenFor && length <= MaxOpenFor ? length : null;
    }

    [GeneratedRegex(@"\A[0-9]{1,3}[hd]\z", RegexOptions.CultureInvariant)]
    private static partial Regex Length();
}
