using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Organizations;

/// <summary>Makes organizations beside the first one.</summary>
internal sealed class NewOrganizations(Installation installation, SettingsStore settings, TimeProvider clock)
{
    private const string Maker = "installation";

    private static readonly RowKey Demo = new(Maker, "demo");

    /// <summary>Finds or makes the organization that the demo is recorded into.</summary>
    public async Task<OrganizationId> FindOrMakeDemoAsync(string name, CancellationToken cancel)
    {
        var (organization, isNew) = await installation.FindOrMakeAsync(Demo, cancel);
        if (isNew)
            await NameAsync(organization, name, cancel);
        return organization;
    }

    /// <summary>Makes a further organization. No key opens it yet.</summary>
    /// <exception cref="ArgumentException">The name is not one that the settings accept.</exception>
    public async Task<OrganizationId> AddAsync(string name, CancellationToken cancel = default)
    {
        if (OrganizationSettings.CheckName(name) is { } wrong)
            throw new ArgumentException("The name of an organization " + wrong + ".", nameof(name));
        var organization = OrganizationId.New();
        await NameAsync(organization, name, cancel);
        await installation.EnlistAsync(organization, clock.GetUtcNow().UtcTicks, cancel);
        return organization;
    }

    private async Task NameAsync(OrganizationId organization, string name, CancellationToken cancel) =>
        await settings.ReplaceAsync(
            organization,
            OrganizationSettings.Default with
            {
                Name = name,
            },
            RevisionCondition.Anything,
            Maker,
            cancel
        );
}
