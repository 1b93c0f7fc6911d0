using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.SecretScopes;

/// <summary>Named sets of secrets, declared one per file in <c>secret-scopes/</c>.</summary>
internal sealed partial class SecretScopeKind() : JsonKind(Folder, "secret scope", "name")
{
    public const string Folder = "secret-scopes";

    public const string Databricks = "DATABRICKS";

    public const string KeyVault = "AZURE_KEYVAULT";

    public const string Backend = "backend_type";

    public const string Vault = "keyvault_metadata";

    public const string VaultId = "resource_id";

    public const string VaultAddress = "dns_name";

    public const string VaultTenant = "tenant_id";

    public const string Manager = "initial_manage_principal";

    public const string Secrets = "secrets";

    public const string Acls = "acls";

    private static readonly ObjectSchema Schema = new ObjectSchema("a secret scope") { OfUnknown = ObjectSchema.NotSent }
        .Text("name")
        .OneOf(Backend, ValueRule.Fixed, Databricks, KeyVault)
        .ServerDefault(because: "the workspace keeps the secrets itself when nothing else is declared", Databricks)
        .Object(
            Vault,
            new ObjectSchema("a keyvault_metadata")
                .Text(VaultId, VaultAddress)
                .Compared(TextForm.AnyCase)
                .Text(VaultTenant)
                .InputOnly()
                .Needs(VaultId, VaultAddress)
        )
        .OneOf(Manager, ValueRule.Fixed, "users")
        .InputOnly()
        // Each is taken out and deployed as an asset of its own. An export leaves those of a file as they are.
        .Objects(Secrets)
        .InputOnly()
        .Lists(Acls)
        .InputOnly()
        .OneOf("permissions_mode", ValueRule.Fixed, PartKind.Exact)
        .InputOnly()
        .ReadOnly("is_databricks_managed");

    public override FieldRules Rules { get; } = new(Schema);

    public override string InsteadOfRename =>
        "the service cannot rename a secret scope: under another name one is created with the secrets that Git declares, and the one "
        + "before stays with all that is in it until a prune with --allow-data-loss deletes it";

    /// <summary>The service adds a slash to the vault's address.</summary>
    public override JObject InShapeOf(JObject declared, JObject state, JObject? last = null)
    {
        if (declared[Vault]?[VaultAddress] is not JValue { Value: string written } || state[Vault] is not JObject held)
            return state;
        if (held[VaultAddress] is not JValue { Value: string address } || !IsSame(written, address))
            return state;

        return new JObject(state) { [Vault] = new JObject(held) { [VaultAddress] = written } };
    }

    /// <summary>The service shows no secret, so each key gets a reference to one of the vault.</summary>
    public override JObject ToDeclaration(LiveAsset live, ICollection<string> left)
    {
        var document = base.ToDeclaration(live, left);
        if (document[Secrets] is JObject secrets)
            foreach (var secret in secrets.Properties().ToList())
                secret.Value = $"${{secret.{VaultName(secret.Name)}}}";

        return document;
    }

    public override IEnumerable<string> ToDoAfterExport(JObject document)
    {
        if (document[Secrets] is JObject { Count: > 0 } secrets)
            yield return "the service shows no secret, so the file has references in their place. Before it is deployed, put these into "
                + $"the vault: {string.Join(", ", secrets.Properties().Select(secret => VaultName(secret.Name)).Distinct())} (with the "
                + "environment's secret_prefix, if it has one), or write the names that they have there.";
    }

    internal override string? InsteadOf(string field) =>
        field == BundleFields.Permissions
            ? BundleFields.Write($"{Acls}, a list of entries such as {{ \"principal\": \"analysts\", \"permission\": \"READ\" }}")
            : null;

    protected override void Check(Declaration declaration, ICollection<Finding> findings)
    {
        var (report, content) = (new CheckReport(declaration, findings), declaration.Content);
        if (content.Text("name") is { } name && !JsonFields.IsOpen(name) && !ValidName().IsMatch(name))
            report.Error("SCP001", content["name"]!, $"{name} cannot be a scope's name: it has 1 to 128 letters, digits and - _ @ . /");

        var isOnVault = content.Text(Backend) == KeyVault;
        if (isOnVault && !content.Has(Vault))
            report.Error(
                "SCP002",
                content[Backend]!,
                $"A scope of type {KeyVault} needs {Vault} with the {VaultId} and the {VaultAddress} of the vault."
            );
        else if (!isOnVault && content.Has(Vault))
            report.Error("SCP002", content[Vault]!, $"{Vault} is for scopes of type {KeyVault}. Add {Backend}, or remove {Vault}.");
    }

    /// <summary>The vault takes letters, digits and hyphens.</summary>
    private static string VaultName(string key) => NotInVault().Replace(key, "-");

    private static bool IsSame(string address, string other) =>
        string.Equals(address.TrimEnd('/'), other.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[A-Za-z0-9_.@/-]{1,128}\z")]
    private static partial Regex ValidName();

    [GeneratedRegex("[^0-9a-zA-Z-]")]
    private static partial Regex NotInVault();
}
