using System.ComponentModel;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.People;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.People;

internal sealed record SignInLinkAnswer([property: Description("The link to open in a browser."), Secret] string Url, string ExpiresAt);

internal sealed record SessionAnswer(
    PersonAnswer Person,
    OrganizationAnswer Organization,
    [property: Description("VIEWER, MEMBER, ADMIN or OWNER.")] string Role,
    [property: Description("Send it in the header X-OpsTrails-Antiforgery with every request other than GET and HEAD."), Secret]
        string AntiforgeryToken,
    [property: Description("When the session ends if it isn't used.")] string ExpiresAt
)
{
    public static SessionAnswer Of(SignedIn signedIn, OrganizationSettings organization)
    {
        var (person, session) = (signedIn.Person, signedIn.Session);
        return new SessionAnswer(
            new PersonAnswer(person.Id, person.Name),
            new OrganizationAnswer(session.Organization.Value, organization.Name),
            person.Role.Name(),
            session.AntiforgeryToken,
            signedIn.ExpiresAt.ToString()
        );
    }
}

internal sealed record PersonAnswer(string Id, string Name);

internal sealed record OrganizationAnswer(string Id, [property: Description("Empty when not set.")] string Name);

internal sealed record SignedOutAnswer(bool Everywhere);
