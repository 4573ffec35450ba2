using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.People;

/// <summary>Requests an invitation: <c>{"role":"MEMBER","note":"for Ada","expiresAt":null}</c>.</summary>
public sealed record InvitationRequest(Role Role, string? Note, Timestamp ExpiresAt)
{
    public const int NoteLength = 100;

    /// <returns>Null if an error was added.</returns>
    public static InvitationRequest? Parse(JsonElement json, DateTimeOffset now, ValidationErrors errors)
    {
        if (JsonMembers.ReadTexts(json, ["role"], ["note", "expiresAt"], errors) is not { } texts)
            return null;
        var role = Roles.Read(texts, errors);
        var note = texts.GetValueOrDefault("note");
        if (note is not null && (TextRules.LengthOf(note) > NoteLength || TextRules.CheckCharacters(note) is not null))
            errors.Add("note", $"must have at most {NoteLength} characters and no control characters");
        var expiresAt = Timestamp.From(now + Invitation.DefaultLifetime);
        if (texts.TryGetValue("expiresAt", out var expires))
        {
            if (!Instant.TryParse(expires, out expiresAt, out var reason))
                errors.Add("expiresAt", reason);
            else if (expiresAt <= Timestamp.From(now))
                errors.Add("expiresAt", $"{ValidationErrors.Quote(expires)} is not in the future. Send a later time");
            else if (expiresAt > Timestamp.From(now + Invitation.MaxLifetime))
                errors.Add(
                    "expiresAt",
                    $"{ValidationErrors.Quote(expires)} is more than {Invitation.MaxLifetime.TotalDays:0} days ahead. Send an earlier time"
                );
        }
        return errors.Any ? null : new InvitationRequest(role, string.IsNullOrWhiteSpace(note) ? null : note, expiresAt);
    }
}
