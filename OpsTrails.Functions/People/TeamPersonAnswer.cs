using System.ComponentModel;
using OpsTrails.Core.Keys;
using OpsTrails.Core.People;

namespace OpsTrails.Functions.People;

internal sealed record TeamPersonAnswer(
    string Id,
    string Name,
    string? Email,
    [property: Description("VIEWER, MEMBER, ADMIN or OWNER.")] string Role,
    string CreatedAt,
    string? LastSignInAt,
    [property: Description("How the person signs in: link or openid.")] string Via
)
{
    public static TeamPersonAnswer Of(Person person) =>
        new(
            person.Id,
            person.Name,
            person.Email,
            person.Role.Name(),
            person.CreatedAt.ToString(),
            person.LastSignInAt?.ToString(),
            PeopleAudit.ViaOf(person)
        );
}
