using OpsTrails.Core.Keys;

namespace OpsTrails.Functions.Tests.Hostile;

/// <summary>Good events without a good key.</summary>
internal static class AuthorizationCases
{
    public static IEnumerable<HostileCase> All(HostileRequests to)
    {
        var key = to.Key;
        var cut = key[..^1];
        var wrongChecksum = cut + (key[^1] == 'x' ? 'y' : 'x');

        yield return HostileRequests.Unauthorized("no key", "no header");
        foreach (
            var value in (string[])
                [
                    "",
                    "Bearer",
                    "Bearer ",
                    "Bearer  ",
                    key,
                    "ot_",
                    "null",
                    "Bearer null",
                    "Bearer undefined",
                    "Bearer ot_",
                    "Bearer otr_",
                    "Bearer ot_" + new string('0', 49),
                ]
        )
            yield return HostileRequests.Unauthorized(
                "no key",
                "'" + value.Replace(key, "the key", StringComparison.Ordinal) + "'",
                "Authorization: " + value
            );
        foreach (var scheme in (string[])["Basic", "Digest", "Token", "ApiKey", "Negotiate", "Bearer:", "Bearer=", "BearerX", "OAuth"])
            yield return HostileRequests.Unauthorized("another scheme", scheme, $"Authorization: {scheme} {key}");
        yield return HostileRequests.Unauthorized("separator", "tab", $"Authorization: Bearer\t{key}");
        yield return HostileRequests.Unauthorized("separator", "comma", $"Authorization: Bearer,{key}");
        yield return HostileRequests.Unauthorized("separator", "none", $"Authorization: Bearer{key}");
        yield return HostileRequests.Unauthorized("key altered", "cut off", "Authorization: Bearer " + cut);
        yield return HostileRequests.Unauthorized("key altered", "longer", $"Authorization: Bearer {key}x");
        yield return HostileRequests.Unauthorized("key altered", "wrong checksum", "Authorization: Bearer " + wrongChecksum);
        yield return HostileRequests.Unauthorized("key altered", "upper case prefix", "Authorization: Bearer OT_" + key[3..]);
        yield return HostileRequests.Unauthorized("key altered", "in quotes", $"Authorization: Bearer \"{key}\"");
        yield return HostileRequests.Unauthorized("key altered", "in angle brackets", $"Authorization: Bearer <{key}>");
        yield return HostileRequests.Unauthorized("key altered", "twice", $"Authorization: Bearer {key} {key}");
        yield return HostileRequests.Unauthorized("key altered", "twice with a comma", $"Authorization: Bearer {key}, Bearer {key}");
        yield return HostileRequests.Unauthorized("key altered", "with parameters", $"Authorization: Bearer {key}; realm=x");
        yield return HostileRequests.Unauthorized("key altered", "a letter beyond ASCII", $"Authorization: Bearer {cut}é");
        yield return HostileRequests.Unauthorized(
            "two headers",
            "the same",
            $"Authorization: Bearer {key}",
            $"Authorization: Bearer {key}"
        );
        yield return HostileRequests.Unauthorized(
            "two headers",
            "Basic first",
            "Authorization: Basic eDp4",
            $"Authorization: Bearer {key}"
        );
        yield return HostileRequests.Unauthorized(
            "two headers",
            "Basic second",
            $"Authorization: Bearer {key}",
            "Authorization: Basic eDp4"
        );
        yield return HostileRequests.Unauthorized(
            "huge header",
            "20,000 characters",
            "Authorization: Bearer ot_" + new string('a', 20_000)
        );
        yield return HostileRequests.Unauthorized("huge header", "20,000 blanks", "Authorization: Bearer" + new string(' ', 20_000) + "x");
        yield return HostileRequests.Unauthorized("unknown key", "with a good checksum", "Authorization: Bearer " + ApiKey.New().Reveal());
        yield return HostileRequests.Unauthorized(
            "unknown key",
            "with the other prefix",
            "Authorization: Bearer otr_" + ApiKey.New().Reveal()[3..]
        );
        foreach (
            var header in (string[])
                ["X-Api-Key", "Api-Key", "x-functions-key", "Proxy-Authorization", "Cookie", "X-Authorization", "x-ms-client-principal"]
        )
            yield return HostileRequests.Unauthorized("key in another header", header, $"{header}: Bearer {key}");
    }
}
