namespace OpsTrails.Core.Input;

/// <summary>Suggests existing names for a name that doesn't exist.</summary>
public static class NearestNames
{
    private const int MaxLength = 100;

    /// <returns>The nearest names first. Empty if none is near.</returns>
    public static IReadOnlyList<string> Find(string asked, IEnumerable<string> names, int most = 3)
    {
        var wanted = Fold(asked);
        return
        [
            .. names
                .Select(name => (Name: name, Distance: DistanceOf(wanted, Fold(name))))
                .Where(near => near.Distance <= Math.Max(2, wanted.Length / 3))
                .OrderBy(near => near.Distance)
                .ThenBy(near => near.Name, StringComparer.Ordinal)
                .Take(most)
                .Select(near => near.Name),
        ];
    }

    private static string Fold(string name) => (name.Length <= MaxLength ? name : name[..MaxLength]).ToUpperInvariant();

    /// <summary>The edit distance. If one name contains the other, the distance is 1.</summary>
    private static int DistanceOf(string wanted, string name)
    {
        if (wanted == name)
            return 0;
        if (
            wanted.Length > 1
            && name.Length > 1
            && (name.Contains(wanted, StringComparison.Ordinal) || wanted.Contains(name, StringComparison.Ordinal))
        )
            return 1;

        var before = Enumerable.Range(0, name.Length + 1).ToArray();
        var row = new int[name.Length + 1];
        for (var i = 1; i <= wanted.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= name.Length; j++)
                row[j] = Math.Min(Math.Min(row[j - 1], before[j]) + 1, before[j - 1] + (wanted[i - 1] == name[j - 1] ? 0 : 1));
            (before, row) = (row, before);
        }
        return before[name.Length];
    }
}
