using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Templates;

/// <summary>A template with the parameters it is deployed with.</summary>
internal sealed class Template
{
    private readonly JObject source;
    private readonly Evaluator evaluator;

    /// <exception cref="TemplateException">The template or its parameters are not as they must be.</exception>
    public Template(JObject source, JObject given, TemplateScope scope)
    {
        this.source = source;
        if (source["resources"] is not JArray)
            throw new TemplateException("the template has no list of resources");

        var values = TemplateParameters.Read(source["parameters"] as JObject ?? [], given, scope);
        evaluator = new Evaluator(scope, values, source["variables"] as JObject ?? []);
        Scope = scope;
    }

    public TemplateScope Scope { get; }

    /// <summary>The resources with their ids, each after those it depends on; those whose condition does not hold are left out.</summary>
    /// <exception cref="TemplateException">An expression has no value, or a dependency is not in the template.</exception>
    public IReadOnlyList<JObject> Resources()
    {
        var all = Flatten((JArray)source["resources"]!, "", "").Select(Expand).ToList();
        var wanted = all.Where(resource => resource["condition"] is not JValue { Value: false }).ToList();
        var ordered = new List<JObject>();
        var underWay = new HashSet<JObject>();
        foreach (var resource in wanted)
            Visit(resource);

        return ordered;

        void Visit(JObject resource)
        {
            if (ordered.Contains(resource))
                return;

            if (!underWay.Add(resource))
                throw new TemplateException($"circular dependency detected on resource: '{resource["id"]}'");

            foreach (var name in (resource["dependsOn"] as JArray ?? []).Select(item => item.ToString()))
            {
                var target =
                    all.FirstOrDefault(candidate => IsNamed(candidate, name))
                    ?? throw new TemplateException($"the resource '{name}' is not defined in the template");
                if (wanted.Contains(target))
                    Visit(target);
            }

            ordered.Add(resource);
        }
    }

    /// <summary>One of them by its id.</summary>
    public JObject Resource(string id) =>
        Flatten((JArray)source["resources"]!, "", "")
            .Where(declared => ArmIds.Same((string?)Expand(Named(declared))["id"], id))
            .Select(Expand)
            .First();

    /// <summary>To be read when all resources are there.</summary>
    public JObject Outputs() =>
        new(
            (source["outputs"] as JObject ?? [])
                .Properties()
                .Where(output => IsWanted((JObject)output.Value))
                .Select(output =>
                {
                    var type = (string?)output.Value["type"] ?? "String";
                    var shown = new JObject { ["type"] = type };
                    if (!type.StartsWith("secure", StringComparison.OrdinalIgnoreCase))
                        shown["value"] = evaluator.Evaluate(output.Value["value"] ?? JValue.CreateNull());

                    return new JProperty(output.Name, shown);
                })
        );

    private bool IsWanted(JObject output) =>
        output["condition"] is not { } condition || evaluator.Evaluate(condition) is not JValue { Value: false };

    private static IEnumerable<JObject> Flatten(JArray resources, string parentType, string parentName)
    {
        foreach (var declared in resources.OfType<JObject>())
        {
            var resource = (JObject)declared.DeepClone();
            if (resource["copy"] is not null)
                throw new TemplateException("the local cloud does not know 'copy' of resources");

            // A child in its parent's list has the last part of its type and name alone.
            if (parentType.Length > 0)
            {
                resource["dependsOn"] ??= new JArray();
                ((JArray)resource["dependsOn"]!).Add($"[resourceId('{parentType}', {NameArguments(parentName)})]");
                resource["name"] = $"[format('{{0}}/{{1}}', {Inner(parentName)}, {Inner((string)resource["name"]!)})]";
                resource["type"] = $"{parentType}/{resource["type"]}";
            }

            var children = resource["resources"] as JArray ?? [];
            resource.Remove("resources");
            yield return resource;
            foreach (var child in Flatten(children, (string)resource["type"]!, (string)resource["name"]!))
                yield return child;
        }
    }

    private static string NameArguments(string name) =>
        name.Contains('/', StringComparison.Ordinal) && !name.StartsWith('[')
            ? string.Join(", ", name.Split('/').Select(part => $"'{part}'"))
            : Inner(name);

    private static string Inner(string text) =>
        text.StartsWith('[') ? text[1..^1] : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private JObject Expand(JObject declared)
    {
        foreach (var field in new[] { "type", "apiVersion", "name" })
            if (declared[field] is null)
                throw new TemplateException($"a resource of the template has no '{field}'");

        // What is left out is not looked at: its properties may have no value.
        if (declared["condition"] is { } condition && evaluator.Evaluate(condition) is JValue { Value: false })
            declared = new JObject(
                declared
                    .Properties()
                    .Where(property => property.Name is "type" or "apiVersion" or "name" or "scope" or "condition")
                    .Select(property => property.DeepClone())
            );

        var resource = (JObject)evaluator.Evaluate(declared);
        var scope = (string?)resource["scope"] is { } extended
            ? extended.StartsWith('/')
                ? extended
                : ArmIds.Resource((string)Scope.Group["id"]!, TypeOf(extended), NameOf(extended))
            : (string)Scope.Group["id"]!;
        var (type, name) = ((string)resource["type"]!, (string)resource["name"]!);
        if (type.Count(c => c == '/') != name.Count(c => c == '/') + 1)
            throw new TemplateException($"the template resource '{name}' of type '{type}' has incorrect segment lengths");

        resource["id"] = ArmIds.Resource(scope, type, name);
        return resource;
    }

    // Enough to know the id: the properties of other resources may have no value yet.
    private static JObject Named(JObject declared) =>
        new(
            declared
                .Properties()
                .Where(property => property.Name is "type" or "apiVersion" or "name" or "scope")
                .Select(property => property.DeepClone())
        );

    // A scope may be written as type/name.
    private static string TypeOf(string scope) => string.Join('/', scope.Split('/')[..^1]);

    private static string NameOf(string scope) => scope.Split('/')[^1];

    private static bool IsNamed(JObject resource, string name) =>
        ArmIds.Same((string?)resource["id"], name)
        || ArmIds.Same((string?)resource["name"], name)
        || ((string)resource["id"]!).EndsWith($"/providers/{name}", StringComparison.OrdinalIgnoreCase);
}
