namespace OpsTrails.Functions.EventGrid;

/// <summary>Whether a run of the sweep publishes. After the first failure it stops publishing, for all organizations.</summary>
internal sealed class TopicProbe(bool publishes)
{
    public bool Publishes { get; private set; } = publishes;

    public void Stop() => Publishes = false;
}
