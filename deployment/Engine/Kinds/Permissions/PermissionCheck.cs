using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Permissions;

/// <summary>Checks a permission list offline, and reads it.</summary>
internal sealed class PermissionCheck(Declaration declaration, ICollection<Finding> findings)
{
    private static readonly ObjectSchema File = new ObjectSchema("a file of permissions/") { OfUnknown = ObjectSchema.NotSent }
        .Text(PermissionKind.ObjectField)
        .Lists(AccessList.Field)
        .OneOf(AccessList.Mode, ValueRule.Fixed, AccessList.Exact)
        .Needs(AccessList.Field);

    private static readonly ObjectSchema Entry = new ObjectSchema("an entry of a permission list") { OfUnknown = ObjectSchema.NotSent }
        .Text([.. AccessList.PrincipalFields, "permission_level"])
        .Refused(BundleFields.Level, BundleFields.Write("permission_level"))
        .Needs("permission_level");

    private readonly CheckReport report = new(declaration, findings);

    /// <summary>Checks the fields of a file in <c>permissions/</c>.</summary>
    public void CheckFields(JObject document) => new SchemaCheck(report).Check(document, File);

    /// <returns>The list as a map; null when something is wrong with it.</returns>
    public JObject? Read(JObject document, PermissionType type)
    {
        var before = findings.Count;
        if (document[AccessList.Mode] is { } mode && (mode as JValue)?.Value as string != AccessList.Exact)
            report.Error("PRM001", mode, $"{mode.Path} is {mode}, and it can only be {AccessList.Exact}. Correct it or leave it out.");
        if (document[AccessList.Field] is not JArray entries)
        {
            report.Error(
                "PRM001",
                (JToken?)document.Property(AccessList.Field) ?? document,
                $"{AccessList.Field} must be a list of entries, each with a principal and a permission_level."
            );
            return null;
        }

        var list = new JObject();
        foreach (var entry in entries)
            Add(list, entry, type);

        if (list.Properties().Count(entry => AccessList.IsOwner(entry.Value)) > 1)
            report.Error("PRM004", entries, $"{entries.Path} names more than one owner ({PermissionType.Owner}), and there is one.");

        return findings.Count == before ? list : null;
    }

    /// <summary>The object that the file speaks of is nothing that Git declares.</summary>
    public void NoSuchObject(IEnumerable<string> known) =>
        report.Error(
            "PRM006",
            (JToken?)declaration.Content.Property(PermissionKind.ObjectField) ?? declaration.Content,
            $"{PermissionKind.ObjectField} is {declaration.Name}, which is no file and no folder that Git deploys."
                + $"{NameSuggestion.Suggest(declaration.Name, known)} Write a path such as notebooks/etl. Permissions of clusters, jobs "
                + $"and other objects stand in the file of the object."
        );

    private void Add(JObject list, JToken token, PermissionType type)
    {
        if (token is not JObject entry)
        {
            report.Error("PRM001", token, $"{token.Path} must be an object with a principal and a permission_level.");
            return;
        }

        new SchemaCheck(report).Check(entry, Entry);
        if (AccessList.PrincipalOf(entry) is not { } principal)
        {
            report.Error(
                "PRM001",
                entry,
                $"{entry.Path} must name one principal, in one of {string.Join(", ", AccessList.PrincipalFields)}."
            );
            return;
        }

        CheckPrincipal(list, entry, principal);
        if (entry.Text("permission_level") is { } level)
        {
            CheckLevel(entry, principal, level, type);

            // With its position, for findings about the entry.
            list[principal] = entry["permission_level"]!.DeepClone();
        }
    }

    private void CheckPrincipal(JObject list, JObject entry, string principal)
    {
        if (AccessList.Find(list, principal) is { } other)
            report.Error("PRM002", entry, $"{entry.Path} gives {principal} a second level, after {list[other]}. Keep one entry.");
        if (AccessList.IsSame(principal, AccessList.Administrators))
            report.Error(
                "PRM003",
                entry,
                $"{entry.Path}: the group admins may do everything and cannot be given or denied anything. Remove it."
            );
        if (principal.Contains("${", StringComparison.Ordinal))
            report.Error("PRM003", entry, $"{entry.Path}: a principal cannot be a secret. Write its name, or a variable.");
    }

    private void CheckLevel(JObject entry, string principal, string level, PermissionType type)
    {
        if (!type.Levels.Contains(level))
            report.Error(
                "PRM005",
                entry["permission_level"]!,
                $"{entry.Path}.permission_level is {level}, which this object does not have.{NameSuggestion.Suggest(level, type.Levels)} "
                    + $"It is one of {string.Join(", ", type.Levels)}."
            );
        else if (level == PermissionType.Owner && principal.StartsWith("group ", StringComparison.Ordinal))
            report.Error("PRM004", entry, $"{entry.Path}: a group cannot be the owner. Name a user or a service principal.");
    }
}
