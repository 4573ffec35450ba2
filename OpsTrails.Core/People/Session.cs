using System.Security.Cryptography;
using System.Text;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.People;

/// <summary>The content of the encrypted session cookie.</summary>
/// <param name="Organization">The organization of the session.</param>
/// <param name="PersonId">The person that signed in.</param>
/// <param name="Id">Identifies the session among the person's sessions.</param>
/// <param name="Epoch">The person's epoch at sign-in.</param>
/// <param name="SignedInAt">The time of sign-in.</param>
/// <param name="AntiforgeryToken">Required in every change. Other sites can't read it.</param>
public sealed record Session(
    OrganizationId Organization,
    string PersonId,
    string Id,
    long Epoch,
    Timestamp SignedInAt,
    string AntiforgeryToken
)
{
    /// <summary>A session ends after this time without use.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromHours(12);

    /// <summary>A session ends after this time, even if used.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    public Timestamp EndsAt => SignedInAt + MaxLifetime;

    public static Session Begin(Person person, DateTimeOffset now) =>
        new(person.Organization, person.Id, RandomText(16), person.Epoch, Timestamp.From(now), RandomText(32));

    public bool IsAntiforgeryToken(string? text) =>
        text is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(AntiforgeryToken));

    private static string RandomText(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
