using System.Diagnostics.CodeAnalysis;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.People;

/// <summary>The token in the link of an invitation: the organization, a dot and a secret.</summary>
public sealed class InvitationToken
{
    private readonly SignInToken _secret;

    private InvitationToken(OrganizationId organization, SignInToken secret) => (Organization, _secret) = (organization, secret);

    public OrganizationId Organization { get; }

    /// <summary>SHA-256 of the secret. Only this is stored.</summary>
    public string Hash => _secret.Hash;

    public string Reveal() => $"{Organization}.{_secret.Reveal()}";

    public override string ToString() => "an invitation token";

    public static InvitationToken New(OrganizationId organization) => new(organization, SignInToken.New());

    public static bool TryParse(string text, [NotNullWhen(true)] out InvitationToken? token)
    {
        token =
            text.Split('.') is [var first, var rest]
            && OrganizationId.TryParse(first, out var organization)
            && SignInToken.TryParse(rest, out var secret)
                ? new InvitationToken(organization, secret)
                : null;
        return token is not null;
    }
}
