using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra;

/// <summary>
/// Broke once: a role id with two wrong digits failed every first deployment, and the tests compared it with a copy of itself.
/// </summary>
[Layer(Layer.Process)]
public sealed class RoleTests
{
    [Fact]
    public async Task Every_role_id_of_the_built_template_is_that_of_the_published_role_of_its_name()
    {
        var built = JsonElement.Parse((await Bicep.BuiltAsync()).Json);

        var roles = Variables(built).Where(variable => BuiltInRoles.IdsIn(variable.Value).Count > 0).Distinct().Order().ToList();

        Assert.Equal(BuiltInRoles.NameById.Select(role => (BuiltInRoles.Camel(role.Value), role.Key)).Order(), roles);
        Assert.Equal(roles.Select(role => role.Value).Order(), BuiltInRoles.IdsIn(built.GetRawText()).Order());
    }

    [Fact]
    public void The_list_says_where_and_when_it_was_read() =>
        Assert.Matches("Azure built-in roles page, read 20[0-9]{2}-[0-9]{2}-[0-9]{2}", File.ReadLines(BuiltInRoles.File).First());

    /// <summary>Variables of a template and of every template that is nested in it.</summary>
    private static IEnumerable<(string Name, string Value)> Variables(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject()
                .SelectMany(member =>
                    member.Name == "variables"
                        ? member
                            .Value.EnumerateObject()
                            .Where(variable => variable.Value.ValueKind == JsonValueKind.String)
                            .Select(variable => (variable.Name, variable.Value.GetString()!))
                        : Variables(member.Value)
                ),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(Variables),
            _ => [],
        };
}
