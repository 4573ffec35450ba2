namespace OpsTrails.Core.Days;

/// <summary>An environment on a day of a time zone.</summary>
public sealed class LocalDay
{
    private readonly Dictionary<string, int> _byKind = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _bySystem = new(StringComparer.Ordinal);

    /// <summary>The number of all events.</summary>
    public int Events { get; internal set; }

    /// <summary>The number of changes: see <see cref="LocalDays.IsChange"/>.</summary>
    public int Changes { get; internal set; }

    /// <summary>Changes that failed or were cancelled.</summary>
    public int Failed { get; internal set; }

    /// <summary>Changes outside business hours. Zero where none are set.</summary>
    public int OutOfHours { get; internal set; }

    /// <summary>Incidents that were opened.</summary>
    public int Incidents { get; internal set; }

    /// <summary>Whether a freeze or maintenance overlaps the day.</summary>
    public bool IsFrozen { get; internal set; }

    /// <summary>The worst severity of its events. Null if none has one.</summary>
    public string? Severity { get; internal set; }

    /// <summary>Changes by the name of their kind.</summary>
    public IReadOnlyDictionary<string, int> ByKind => _byKind;

    /// <summary>Changes by canonical system, without the others of a day with too many.</summary>
    public IReadOnlyDictionary<string, int> BySystem => _bySystem;

    internal void AddChange(string kind, string? system, int count)
    {
        Changes += count;
        _byKind[kind] = _byKind.GetValueOrDefault(kind) + count;
        if (system is not null)
            _bySystem[system] = _bySystem.GetValueOrDefault(system) + count;
    }
}
