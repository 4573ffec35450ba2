using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.People;

/// <summary>A wish for an invitation: <c>{"role":"MEMBER","note":"for Ada","expiresAt":null}</c>.</summary>
public sealed record InvitationRequest(Role Role, string? Note, long ExpiresAt)
{
    public const int NoteLength = 100;

    /// <returns>Null exactly when a fault was added.</returns>
    public static InvitationRequest? Parse(JsonElement json, DateTimeOffset now, ValidationErrors faults)
    {
        if (TextMembers.Read(json, ["role"], ["note", "expiresAt"], faults) is not { } texts)
            return null;
        var role = Roles.Read(texts, faults);
        var note = texts.GetValueOrDefault("note");
        if (note is not null && (TextRules.LengthOf(note) > NoteLength || TextRules.CheckCharacters(note) is not null))
            faults.Add("note", $"must have at most {NoteLength} characters, none of them a control character");
        var expiresAt = (now + Invitation.DefaultLifetime).UtcTicks;
        if (texts.TryGetValue("expiresAt", out var expires))
        {
            if (!Instant.TryParse(expires, out expiresAt, out var reason))
                faults.Add("expiresAt", reason);
            else if (expiresAt <= now.UtcTicks)
                faults.Add("expiresAt", $"{ValidationErrors.Quote(expires)} is not in the future");
            else if (expiresAt > (now + Invitation.LongestLifetime).UtcTicks)
                faults.Add(
                    "expiresAt",
                    $"{ValidationErrors.Quote(expires)} is more than {Invitation.LongestLifetime.TotalDays:0} days ahead"
                );
        }
        return faults.Any ? null : new InvitationRequest(role, string.IsNullOrWhiteSpace(note) ? null : note, expiresAt);
    }
}
