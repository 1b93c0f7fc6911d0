using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Permissions;

/// <summary>
/// Who may do what with an object: the <c>access_control_list</c> in the object's own file, and for notebooks and folders one file each in
/// <c>permissions/</c>. Each list is an asset of its own, called after its object: <c>permissions.jobs.nightly</c>.
/// </summary>
internal sealed class PermissionKind() : PartKind("permissions", "permission list", AccessList.Field)
{
    /// <summary>In a file of <c>permissions/</c>: the object that the list is for.</summary>
    public const string ObjectField = "object";

    /// <summary>The path of a file or folder in the workspace; other objects are named in a field with the name of their kind.</summary>
    public const string PathField = "path";

    public override FieldRules Rules { get; } =
        new(
            new ObjectSchema("a permission list")
                .TextMap(AccessList.Field)
                .Text(AccessList.Mode, PathField)
                .ReadOnly(Deployers, GivenByService)
        );

    public override string NameField => ObjectField;

    public override bool IsPermission => true;

    protected override string ModeField => AccessList.Mode;

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) =>
        new JsonDeclarations(assets) { TemplateRoot = "permission_list" }.Read(Name, Name, [ObjectField], findings);

    public override bool IsOf(AssetKind kind) => kind.Permissions is not null;

    public override JObject? Read(Declaration declaration, AssetKind kind, ICollection<Finding> findings) =>
        new PermissionCheck(declaration, findings).Read(declaration.Content, kind.Permissions!);

    /// <summary>A file of <c>permissions/</c>, for a file or folder.</summary>
    public override IEnumerable<Declaration> OfFile(
        Declaration declaration,
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, AssetKind> kinds,
        ICollection<Finding> findings
    )
    {
        var check = new PermissionCheck(declaration, findings);
        var list = check.Read(declaration.Content, PermissionPlace.Type);
        check.CheckFields(declaration.Content);
        var files = new PermissionFile(kinds, declared);
        if (files.Find(declaration.Name) is not { } place)
            check.NoSuchObject(files.Known(declaration.Name));
        else if (list is not null)
            yield return Of(
                declaration,
                $"{place.Kind}.{place.Name}",
                new JObject { [PathField] = place.Path },
                list,
                declaration.Content[AccessList.Mode]
            ) with
            {
                BelongsTo = place.Files,
            };
    }

    public override IReadOnlyList<Declaration> ObjectsOf(
        ManifestEntry entry,
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, AssetKind> kinds
    )
    {
        if ((string?)entry.Declared[PathField] is not { } path)
            return base.ObjectsOf(entry, declared, kinds);

        // The list of a notebook whose file has another name by now.
        if (declared.Any(other => other.Kind == Name && other.Name != entry.Name && (string?)other.Content[PathField] == path))
            return [];

        return
        [
            .. declared.Where(declaration =>
                kinds[declaration.Kind].PathOf(declaration) is { } place
                && (place == path || place.StartsWith($"{path}/", StringComparison.Ordinal))
            ),
        ];
    }

    public override string? Find(JObject? map, string key) => AccessList.Find(map, key);

    /// <summary>
    /// An object keeps its owner until Git names another, and the deploying identities keep what they need to deploy.
    /// </summary>
    public static bool IsHeldFast(string principal, JToken? level, JObject wanted, IReadOnlyList<string> deployers) =>
        AccessList.IsOwner(level) ? !wanted.Properties().Any(entry => AccessList.IsOwner(entry.Value))
        : (string?)level == PermissionType.Manager
            && deployers.Any(deployer => AccessList.IsSame(principal, deployer))
            && !AccessList.IsOwner(wanted[AccessList.Find(wanted, principal) ?? ""]);

    /// <summary>An object has one owner; the one before keeps all else.</summary>
    protected override string KeptText(JProperty entry, JObject declared) =>
        AccessList.IsOwner(entry.Value) && ((JObject)declared[Field]!).Properties().Any(wanted => AccessList.IsOwner(wanted.Value))
            ? $"{entry.Name} {entry.Value} → {PermissionType.Manager}"
            : base.KeptText(entry, declared);

    protected override bool IsKept(string key, JToken? value, JObject wanted, IReadOnlyList<string> deployers) =>
        IsHeldFast(key, value, wanted, deployers);
}
