namespace OpsTrails.Storage;

/// <summary>The names of the tables. For the layout of keys, see docs/reference/storage.md.</summary>
internal static class Tables
{
    /// <summary>Idempotency records, outbox and feed of an organization, in one partition so that they change atomically.</summary>
    public const string Ledger = "ledger";

    /// <summary>The events, by cell, newest first.</summary>
    public const string Events = "events";

    /// <summary>A copy of every event, by day, newest first.</summary>
    public const string Timeline = "timeline";

    /// <summary>One row for each environment and system.</summary>
    public const string Cells = "cells";

    /// <summary>Incidents, freezes and maintenance.</summary>
    public const string Incidents = "incidents";

    /// <summary>Counts of days that have ended.</summary>
    public const string Days = "days";

    /// <summary>Distinct values with first and last seen.</summary>
    public const string Facets = "facets";

    public const string Keys = "keys";

    public const string Organizations = "organizations";

    /// <summary>The business context and its last revisions.</summary>
    public const string Context = "context";

    public const string Settings = "settings";

    /// <summary>Saved filters.</summary>
    public const string Filters = "filters";

    /// <summary>Events that the topic rejected, with the reason.</summary>
    public const string Poison = "poison";

    /// <summary>Advisory leases on work. Nothing depends on them for correctness.</summary>
    public const string Leases = "leases";

    /// <summary>People, and their links for signing in.</summary>
    public const string People = "people";

    /// <summary>The keys that encrypt cookies.</summary>
    public const string Protection = "protection";

    public static IReadOnlyList<string> All { get; } =
    [
        Ledger,
        Events,
        Timeline,
        Cells,
        Incidents,
        Days,
        Facets,
        Keys,
        Organizations,
        Context,
        Settings,
        Filters,
        Poison,
        Leases,
        People,
        Protection,
    ];
}
