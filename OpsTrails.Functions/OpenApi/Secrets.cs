using System.Reflection;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.OpenApi;

/// <summary>Finds secrets in the shape of an answer.</summary>
internal static class Secrets
{
    /// <summary>Whether a member of this shape, or of a shape in it, is marked as a secret.</summary>
    public static bool AreIn(Type shape) => MembersOf(shape, []).Any(member => member.IsDefined(typeof(SecretAttribute)));

    /// <summary>Every member of this shape and of the shapes in it.</summary>
    public static IEnumerable<PropertyInfo> MembersOf(Type shape) => MembersOf(shape, []);

    private static IEnumerable<PropertyInfo> MembersOf(Type shape, HashSet<Type> seen)
    {
        if (!seen.Add(shape))
            return [];
        var parts =
            shape.IsGenericType ? shape.GetGenericArguments()
            : shape.GetElementType() is { } element ? [element]
            : [];
        var members = shape.Assembly == typeof(Secrets).Assembly ? shape.GetProperties() : [];
        return [.. members, .. members.Select(member => member.PropertyType).Concat(parts).SelectMany(part => MembersOf(part, seen))];
    }
}
