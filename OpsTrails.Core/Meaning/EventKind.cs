namespace OpsTrails.Core.Meaning;

/// <summary>What an event is about.</summary>
public enum EventKind
{
    /// <summary>A type without a known word.</summary>
    Other,
    Deployment,
    Rollback,
    Release,
    Migration,
    ConfigChange,
    FeatureFlag,
    DataLoad,
    CachePurge,
    Content,
    Scaling,
    Certificate,
    Maintenance,
    Incident,
    Freeze,

    /// <summary>A build, a test or the run of a pipeline.</summary>
    Pipeline,

    /// <summary>Something was removed, so it brings no version.</summary>
    Removal,
}
