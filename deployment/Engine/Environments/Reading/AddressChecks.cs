using Layercake.Engine.Declarations;
using Layercake.Identity;

namespace Layercake.Engine.Environments.Reading;

/// <summary>Checks that the settings address the workspace and the vault completely and only once.</summary>
internal sealed class AddressChecks(
    string environment,
    string file,
    IReadOnlyDictionary<string, SettingValue> values,
    GivenSecrets given,
    ICollection<Finding> findings
)
{
    /// <summary>The settings that look a workspace up, and the one that makes them unnecessary.</summary>
    public static readonly (string Url, string[] LookupSettings) Workspace = (
        "workspace_url",
        ["workspace_name", "resource_group", "subscription_id"]
    );

    public static readonly (string Url, string[] LookupSettings) Vault = ("vault_url", ["vault_name"]);

    // The local cloud provides these addresses.
    private bool HasDefaultAddresses => EnvironmentFiles.IsLocal(environment, values);

    public void Check()
    {
        CheckOnlyOneForm("ENV005", Workspace, "the workspace is");
        CheckOnlyOneForm("ENV006", Vault, "the vault is");
        CheckCompleteness();
        CheckStateFolder();
        CheckDomain();
    }

    /// <summary>The server at that address receives the deployment's token.</summary>
    private void CheckDomain()
    {
        if (
            values.GetValueOrDefault(Workspace.Url) is not { } url
            || !Uri.TryCreate(url.Text, UriKind.Absolute, out var address)
            || address.IsLoopback
        )
            return;
        if (AzureCloud.All.Any(cloud => address.Host.EndsWith($".{cloud.WorkspaceSuffix}", StringComparison.OrdinalIgnoreCase)))
            return;

        findings.Add(
            url.Finding(
                "ENV015",
                $"{url.Name} leads to {address.Host}, which is none of Databricks' own addresses "
                    + $"({string.Join(", ", AzureCloud.All.Select(cloud => $"*.{cloud.WorkspaceSuffix}"))}), and gets the token of "
                    + $"whoever deploys. "
                    + "Correct it, unless that host is a gateway of yours.",
                Severity.Warning
            )
        );
    }

    private void CheckOnlyOneForm(string code, (string Url, string[] LookupSettings) forms, string subject)
    {
        if (values.TryGetValue(forms.Url, out var url) && forms.LookupSettings.FirstOrDefault(values.ContainsKey) is { } other)
            findings.Add(url.Finding(code, $"{url.Name} and {values[other].Name} both say where {subject}. Remove one of them."));
    }

    private void CheckCompleteness()
    {
        if (!values.ContainsKey("workspace_url"))
        {
            var given = Workspace.LookupSettings.Where(values.ContainsKey).Select(key => values[key]).FirstOrDefault();
            var missing = new[] { "resource_group", "workspace_name" }.Where(key => !values.ContainsKey(key)).ToList();
            if (given is not null && missing.Count > 0)
                findings.Add(
                    given.Finding(
                        "ENV005",
                        $"{given.Name} alone does not find the workspace. Add {string.Join(" and ", missing)}, or give "
                            + $"workspace_url instead."
                    )
                );
            else if (given is null && !HasDefaultAddresses)
                AddForFile(
                    "ENV005",
                    "It does not say where the workspace is. Add workspace_url, or resource_group and workspace_name to have it looked up."
                );
        }

        if (!values.ContainsKey("vault_name") && !values.ContainsKey("vault_url") && !HasDefaultAddresses && NeedsVault())
            AddForFile("ENV006", "It does not say where the secrets are. Add vault_name or vault_url.");
    }

    /// <summary>Whether a part of the sign-in can only come from the vault. Environment variables are not known here.</summary>
    private bool NeedsVault()
    {
        if (values.ContainsKey("workspace_name") && !values.ContainsKey("subscription_id"))
            return true;
        if (
            SignInKinds.Find(values.GetValueOrDefault("authority_type")?.Text ?? SignInKinds.ClientSecret)
            is not { IsDescribedInVault: true } kind
        )
            return false;

        var hasTenant = kind.IsWorkspaceOnly || values.ContainsKey("tenant_id") || values.ContainsKey("authority");
        var hasProof = kind.TakesSecret
            ? given.ClientSecret is not null
            : values.ContainsKey("certificate_file") || values.ContainsKey("private_key_file");
        return !hasTenant || !hasProof || !values.ContainsKey("client_id") || values.ContainsKey("secret_names.certificate_password");
    }

    /// <summary>The state of deployments must not be in the notebooks' folder, where it would look like an asset.</summary>
    private void CheckStateFolder()
    {
        var notebooks = Folder("notebooks_path");
        var state = Folder("state_path");
        if (!IsWithin(state, notebooks) && !IsWithin(notebooks, state))
            return;

        var setting = values.GetValueOrDefault("state_path") ?? values.GetValueOrDefault("notebooks_path");
        findings.Add(
            setting!.Finding(
                "ENV009",
                $"notebooks_path ({notebooks}) and state_path ({state}) lie one in the other. Keep them apart, as "
                    + $"/Shared/layercake/notebooks and /Shared/.layercake are.",
                Severity.Warning
            )
        );
    }

    private string Folder(string key)
    {
        var path = (values.GetValueOrDefault(key)?.Text ?? (string)EnvironmentSettings.Find(key)!.Default!).TrimEnd('/');
        return path.StartsWith("/Workspace/", StringComparison.Ordinal) ? path["/Workspace".Length..] : path;
    }

    private static bool IsWithin(string path, string folder) => path == folder || path.StartsWith($"{folder}/", StringComparison.Ordinal);

    private void AddForFile(string code, string message) =>
        findings.Add(
            new Finding
            {
                Severity = Severity.Error,
                Code = code,
                File = file,
                Message = message,
            }
        );
}
