namespace OpsTrails.Storage;

/// <summary>The tables, by what they hold. Layout of keys: docs/reference/storage.md.</summary>
internal static class Tables
{
    /// <summary>Claims, outbox and feed of an organization, in one partition so that they can move together.</summary>
    public const string Ledger = "ledger";

    /// <summary>The events themselves, by cell, newest first.</summary>
    public const string Events = "events";

    /// <summary>Every event again, by day, newest first.</summary>
    public const string Timeline = "timeline";

    /// <summary>One row per environment and system.</summary>
    public const string Cells = "cells";

    /// <summary>Distinct values with first and last seen.</summary>
    public const string Facets = "facets";

    public const string Keys = "keys";

    public const string Organizations = "organizations";

    /// <summary>The business context and its last revisions.</summary>
    public const string Context = "context";

    public const string Settings = "settings";

    /// <summary>Saved filters.</summary>
    public const string Filters = "filters";

    /// <summary>Events that the topic refused, each with its reason.</summary>
    public const string Poison = "poison";

    /// <summary>Who is at work on what, so that others need not be. Nothing rests on it.</summary>
    public const string Leases = "leases";

    /// <summary>Who signs in, and the links by which.</summary>
    public const string People = "people";

    /// <summary>The keys that cookies are encrypted with.</summary>
    public const string Protection = "protection";

    public static IReadOnlyList<string> All { get; } =
    [Ledger, Events, Timeline, Cells, Facets, Keys, Organizations, Context, Settings, Filters, Poison, Leases, People, Protection];
}
