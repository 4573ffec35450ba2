using System.Diagnostics.CodeAnalysis;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Meaning;

/// <summary>One value of <see cref="TypeMeanings"/>, such as <c>deployment.finished</c>.</summary>
internal readonly record struct TypeMeaning(EventKind Kind, EventPhase? Phase, EventOutcome Outcome)
{
    public static bool TryParse(string text, out TypeMeaning meaning, [NotNullWhen(false)] out string? reason)
    {
        meaning = default;
        var parts = text.Split('.');
        if (!EventKindNames.TryParse(parts[0], out var kind))
            reason = ValidationErrors.Unknown(parts[0], EventKindNames.All);
        else if (parts.Length > 3)
            reason = $"{ValidationErrors.Quote(text)} has {parts.Length} parts. Use kind, kind.phase, kind.outcome or kind.phase.outcome";
        else
            reason = TryParse(kind, parts.AsSpan(1), out meaning);
        return reason is null;
    }

    public override string ToString() =>
        EventKindNames.Of(Kind)
        + (Phase is { } phase ? "." + EventPhaseNames.Of(phase) : "")
        + (Outcome == EventOutcome.Unknown ? "" : "." + EventOutcomeNames.Of(Outcome));

    /// <returns>The error, if any.</returns>
    private static string? TryParse(EventKind kind, ReadOnlySpan<string> parts, out TypeMeaning meaning)
    {
        meaning = new(kind, null, EventOutcome.Unknown);
        var phases = kind.Phases;
        if (!parts.IsEmpty && EventPhaseNames.TryParse(parts[0], out var phase) && phases.Contains(phase))
        {
            meaning = meaning with { Phase = phase };
            parts = parts[1..];
            if (parts.IsEmpty)
                return null;
        }
        if (!parts.IsEmpty && EventOutcomeNames.TryParse(parts[0], out var outcome) && outcome != EventOutcome.Unknown)
        {
            meaning = meaning with { Outcome = outcome };
            parts = parts[1..];
        }
        if (parts.IsEmpty)
            return null;
        if (meaning.Outcome != EventOutcome.Unknown)
            return $"{ValidationErrors.Quote(parts[0])} comes after the outcome. Use kind.phase.outcome";
        var phaseNames = meaning.Phase is null ? phases.Select(EventPhaseNames.Of) : [];
        return ValidationErrors.Unknown(parts[0], [.. phaseNames, .. EventOutcomeNames.All.Skip(1)]);
    }
}
