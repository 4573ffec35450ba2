namespace OpsTrails.Functions.Platform;

/// <summary>How much an organization may record. A request over the quota gets 429.</summary>
internal sealed class QuotaOptions
{
    /// <summary>Events of one organization in a UTC day, summed over all instances within seconds. Default 0: no limit.</summary>
    public long EventsPerDay { get; set; }

    public IEnumerable<(string Setting, string Problem)> Validate()
    {
        if (EventsPerDay < 0)
            yield return ("Quota:EventsPerDay", $"must be 0 (no limit) or more, not {EventsPerDay}");
    }
}
