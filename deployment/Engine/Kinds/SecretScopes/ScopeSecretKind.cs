using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.SecretScopes;

/// <summary>
/// The secrets of a scope: the <c>secrets</c> in the scope's file, each a reference to the vault, <c>${secret.db-password}</c>.
/// </summary>
/// <remarks>
/// No value is ever read back. What is compared is the version in the vault that was written last, and when the service says that the
/// secret was written.
/// </remarks>
internal sealed partial class ScopeSecretKind() : PartKind("secrets", "set of secrets", "secrets")
{
    public override FieldRules Rules { get; } =
        new(new ObjectSchema("a set of secrets").TextMap("secrets").WriteOnly().Text(SecretScopeKind.Folder));

    public override string ChangedElsewhere => "written or deleted by someone else since the last deployment";

    /// <summary>The time of the last write is what tells ours from that of others.</summary>
    protected override string? WhyNotTakenBack(JProperty held, ManifestEntry last)
    {
        var (declared, written) = (last.Declared[Field] as JObject, last.Baseline[Field] as JObject);
        return Find(declared, held.Name) is not null && Find(written, held.Name) is { } key && !JToken.DeepEquals(written![key], held.Value)
            ? "written by someone else since the last deployment"
            : null;
    }

    public override IReadOnlyList<Declaration> Read(AssetsFolder assets, ICollection<Finding> findings) => [];

    public override bool IsOf(AssetKind kind) => kind.Name == SecretScopeKind.Folder;

    public override string NameFor(AssetId of) => of.Name;

    public override JObject? Read(Declaration declaration, AssetKind kind, ICollection<Finding> findings)
    {
        var (report, before) = (new CheckReport(declaration, findings), findings.Count);
        var place = (JToken?)declaration.Content.Property(Field) ?? declaration.Content;
        if (declaration.Content.Text(SecretScopeKind.Backend) == SecretScopeKind.KeyVault)
            report.Error(
                "SCP003",
                place,
                $"A scope of type {SecretScopeKind.KeyVault} has no secrets of its own: it shows those of its vault. Remove {Field}, and "
                    + $"put them into the vault."
            );
        else if (declaration.Content[Field] is not JObject secrets)
            report.Error(
                "SCP004",
                place,
                $"{Field} must be an object of keys, each with a reference: \"db-password\": \"${{secret.NAME}}\"."
            );
        else
        {
            foreach (var secret in secrets.Properties())
                Check(secret, secrets, report);

            return findings.Count == before ? (JObject)secrets.DeepClone() : null;
        }

        return null;
    }

    private static void Check(JProperty secret, JObject secrets, CheckReport report)
    {
        if (!ValidKey().IsMatch(secret.Name))
            report.Error("SCP004", secret, $"{secret.Path}: a key has 1 to 128 letters, digits and - _ .");
        if (secrets.Properties().First(other => IsSame(other, secret)) is { } first && first != secret)
            report.Error("SCP004", secret, $"{secret.Path} is the same key as {first.Name}: keys are not told apart by case. Keep one.");
        if (!SecretText.HasReference(secret.Value))
            report.Error(
                "SCP005",
                secret,
                $"{secret.Path} must be a reference to the vault. Put the value into the vault, never into Git, and write "
                    + $"${{secret.NAME}} in its place."
            );
    }

    private static bool IsSame(JProperty one, JProperty other) => one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,128}\z")]
    private static partial Regex ValidKey();
}
