using System.Security.Cryptography;
using System.Text;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.People;

/// <summary>What a browser's cookie holds, encrypted: who signed in, and when. Times are UTC ticks.</summary>
/// <param name="Organization">The organization that is looked at.</param>
/// <param name="PersonId">Who.</param>
/// <param name="Id">Names the session among those of the person.</param>
/// <param name="Epoch">The person's epoch when the session began.</param>
/// <param name="SignedInAt">When it began.</param>
/// <param name="AntiforgeryToken">What every change has to carry besides the cookie, which other sites cannot read.</param>
public sealed record Session(OrganizationId Organization, string PersonId, string Id, long Epoch, long SignedInAt, string AntiforgeryToken)
{
    /// <summary>A session that is not used for so long has ended.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(12);

    /// <summary>A session ends so long after it began, however much it is used.</summary>
    public static readonly TimeSpan LongestStay = TimeSpan.FromDays(7);

    public long EndsAt => SignedInAt + LongestStay.Ticks;

    public static Session Begin(Person person, DateTimeOffset now) =>
        new(person.Organization, person.Id, RandomText(16), person.Epoch, now.UtcTicks, RandomText(32));

    public bool IsAntiforgeryToken(string? text) =>
        text is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(AntiforgeryToken));

    private static string RandomText(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
