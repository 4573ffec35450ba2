using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Incidents;

/// <summary>The settings that decide which incidents, freezes and maintenance events make up.</summary>
public sealed record IncidentRules(TypeMeanings Types, OrganizationNames Names)
{
    public static IncidentRules None { get; } = new(TypeMeanings.None, OrganizationNames.None);

    public static IncidentRules Of(OrganizationSettings settings) => new(settings.Types, settings.Names);

    /// <summary>The group of an event.</summary>
    /// <returns>Null for an event of another kind.</returns>
    public GroupName? GroupOf(IncidentEvent e) => GroupName.Of(e, e.Meaning(Types).Kind, Names);

    /// <summary>Distinguishes what was derived by other rules.</summary>
    public string Digest => Types.Digest + Names.Digest;
}
