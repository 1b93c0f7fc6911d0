using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>The reference fields of one kind as a tree, so that one walk over a document finds all references.</summary>
internal sealed class ReferenceTree
{
    private const string Each = "[*]";

    private readonly Dictionary<string, ReferenceTree> members = new(StringComparer.Ordinal);
    private ReferenceTree? everyMember;
    private ReferenceTree? everyEntry;
    private ReferenceRule? rule;

    public static ReferenceTree Of(IEnumerable<ReferenceRule> rules)
    {
        var root = new ReferenceTree();
        foreach (var rule in rules)
            rule.Path.Split('.').Aggregate(root, (node, step) => node.Below(step)).rule = rule;

        return root;
    }

    /// <summary>In the document's order.</summary>
    public IEnumerable<Reference> In(JToken token) =>
        ValuesIn(token).Where(found => found.Names);

    /// <summary>All texts and whole numbers that stand in the place of a reference.</summary>
    public IEnumerable<Reference> ValuesIn(JToken token)
    {
        if (rule is not null)
            return token is JValue { Type: JTokenType.String or JTokenType.Integer } value
                ? [new Reference(rule.To, value) { IsOwn = rule.IsOwn }]
                : [];

        return token switch
        {
            JObject document => document
                .Properties()
                .SelectMany(property => (members.GetValueOrDefault(property.Name) ?? everyMember)?.ValuesIn(property.Value) ?? []),
            JArray list when everyEntry is not null => list.SelectMany(everyEntry.ValuesIn),
            _ => [],
        };
    }

    private ReferenceTree Below(string step)
    {
        var isList = step.EndsWith(Each, StringComparison.Ordinal);
        var name = isList ? step[..^Each.Length] : step;
        var member =
            name == "*" ? everyMember ??= new ReferenceTree()
            : members.TryGetValue(name, out var known) ? known
            : members[name] = new ReferenceTree();
        return isList ? member.everyEntry ??= new ReferenceTree() : member;
    }
}
