namespace OpsTrails.Functions.EventGrid;

/// <summary>What one round of the sweep knows of the topic: as soon as it takes nothing, it is not asked again in this round, whatever else waits.</summary>
internal sealed class TopicProbe(bool publishes)
{
    public bool Publishes { get; private set; } = publishes;

    public void Stop() => Publishes = false;
}
