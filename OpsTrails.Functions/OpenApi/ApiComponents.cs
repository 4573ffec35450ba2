using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace OpsTrails.Functions.OpenApi;

/// <summary>Describes a shape once, under its name in the components. Everything that uses it refers to that name.</summary>
internal static class ApiComponents
{
    private const string TypeMark = "shape";

    /// <summary>Records which shape a schema describes: the framework writes nested shapes out in place. Marks aren't serialized.</summary>
    public static void Mark(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Object && type.Type.Assembly == typeof(ApiComponents).Assembly)
            (schema.Metadata ??= new Dictionary<string, object>())[TypeMark] = type.Type;
    }

    /// <summary>Adds the schema and each shape in it to the components.</summary>
    public static IOpenApiSchema Share(this OpenApiDocument document, Type shape, OpenApiSchema schema)
    {
        var name = NameOf(shape);
        if (document.Components?.Schemas?.ContainsKey(name) != true)
        {
            ShareNested(document, schema);
            document.AddComponent(name, schema);
        }
        return new OpenApiSchemaReference(name, document);
    }

    private static void ShareNested(OpenApiDocument document, OpenApiSchema schema)
    {
        foreach (var (member, described) in schema.Properties?.ToList() ?? [])
            schema.Properties![member] = Shared(document, described);
        if (schema.Items is { } items)
            schema.Items = Shared(document, items);
    }

    private static IOpenApiSchema Shared(OpenApiDocument document, IOpenApiSchema described)
    {
        if (described is not OpenApiSchema schema)
            return described;
        if (schema.Metadata?.TryGetValue(TypeMark, out var mark) != true || mark is not Type shape)
        {
            ShareNested(document, schema);
            return schema;
        }

        // Null and the description of a member belong to the place of use; the rest belongs to the shape.
        var isNullable = schema.Type?.HasFlag(JsonSchemaType.Null) == true;
        schema.Type &= ~JsonSchemaType.Null;
        var ofShape = shape.GetCustomAttribute<DescriptionAttribute>()?.Description;
        var ofMember = schema.Description == ofShape ? null : schema.Description;
        schema.Description = ofShape;
        var reference = document.Share(shape, schema);
        if (isNullable)
            return new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference], Description = ofMember };
        if (ofMember is not null)
            reference.Description = ofMember;
        return reference;
    }

    /// <summary><c>EventShape</c> is Event, an answer with one EventAnswer, an array of them EventList.</summary>
    private static string NameOf(Type shape)
    {
        if (shape.IsArray)
            return NameOf(shape.GetElementType()!) + "List";
        if (shape.IsGenericType)
        {
            var suffix = shape.GetGenericTypeDefinition() == typeof(Answer<>) ? "Answer" : "ListAnswer";
            return NameOf(shape.GetGenericArguments()[0]) + suffix;
        }

        return shape.Name.EndsWith("Shape", StringComparison.Ordinal) ? shape.Name[..^"Shape".Length] : shape.Name;
    }
}
