using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.SecretScopes;

/// <summary>Who may use a scope: the <c>acls</c> in the scope's file, as a map from principal to permission.</summary>
internal sealed class ScopeAclKind() : PartKind("secret-acls", "list of who may use a secret scope", "acls")
{
    public const string Manage = "MANAGE";

    private const string Mode = "permissions_mode";

    private static readonly string[] Levels = ["READ", "WRITE", Manage];

    private static readonly ObjectSchema Entry = new ObjectSchema("an entry of acls") { OfUnknown = ObjectSchema.NotSent }
        .Text("principal", "permission")
        .Needs("principal", "permission");

    public override FieldRules Rules { get; } =
        new(new ObjectSchema("a list of acls").TextMap("acls").Text(SecretScopeKind.Folder, Mode).ReadOnly(Deployers));

    protected override string ModeField => Mode;

    public override bool IsPermission => true;

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) => [];

    public override bool IsOf(AssetKind kind) => kind.Name == SecretScopeKind.Folder;

    public override string NameFor(AssetId of) => of.Name;

    public override JObject? Read(Declaration declaration, AssetKind kind, ICollection<Finding> findings)
    {
        var (report, before) = (new CheckReport(declaration, findings), findings.Count);
        if (declaration.Content[Mode] is { } mode && (mode as JValue)?.Value as string != Exact)
            report.Error("SCP006", mode, $"{mode.Path} is {mode}, and it can only be {Exact}. Correct it or leave it out.");
        if (declaration.Content[Field] is not JArray entries)
        {
            report.Error(
                "SCP006",
                declaration.Content.Property(Field)!,
                $"{Field} must be a list of entries, each with a principal and a permission."
            );
            return null;
        }

        var list = new JObject();
        foreach (var token in entries)
            if (token is JObject entry)
                Add(list, entry, report);
            else
                report.Error("SCP006", token, $"{token.Path} must be an object with principal and permission.");

        return findings.Count == before ? list : null;
    }

    /// <summary>The deploying identities keep what they need to deploy.</summary>
    public static bool IsHeldFast(string principal, JToken? permission, IReadOnlyList<string> deployers) =>
        (string?)permission == Manage && deployers.Contains(principal, StringComparer.OrdinalIgnoreCase);

    protected override bool IsKept(string key, JToken? value, JObject wanted, IReadOnlyList<string> deployers) =>
        IsHeldFast(key, value, deployers);

    private void Add(JObject list, JObject entry, CheckReport report)
    {
        new SchemaCheck(report).Check(entry, Entry);
        if (entry.Text("principal") is not { Length: > 0 } principal || entry.Text("permission") is not { } permission)
            return;

        if (principal.Contains("${", StringComparison.Ordinal))
            report.Error("SCP006", entry, $"{entry.Path}: a principal cannot be a secret. Write its name, or a variable.");
        if (Find(list, principal) is { } other)
            report.Error("SCP007", entry, $"{entry.Path} gives {principal} a second permission, after {list[other]}. Keep one entry.");
        if (!Levels.Contains(permission))
            report.Error(
                "SCP008",
                entry["permission"]!,
                $"{entry.Path}.permission is {permission}.{NameSuggestion.Suggest(permission, Levels)} It is one of "
                    + $"{string.Join(", ", Levels)}."
            );

        list[principal] = entry["permission"]!.DeepClone();
    }
}
