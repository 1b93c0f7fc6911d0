using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Ownership;
using Layercake.Identity.Tokens;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Checking;

/// <summary>The checks inside a workspace: the identity there, and its permissions for a deployment.</summary>
internal sealed class WorkspaceChecks(DeploymentEnvironment environment, Connection connection, TimeProvider clock)
{
    private const string Create = "create clusters";

    /// <summary>Without these there is nothing to deploy with.</summary>
    private static readonly string[] Always = ["clusters", "jobs"];

    private const string OwnershipRecord = "owner_only";

    public static IEnumerable<CheckResult> Skipped(DeploymentEnvironment environment, string because) =>
        [CheckResult.Skipped("identity", because), .. Rights(environment).Select(name => CheckResult.Skipped(name, because))];

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        WorkspaceUser user;
        try
        {
            user = new WorkspaceUser(await new ScimApi(connection.Client).MeAsync(ct));
        }
        catch (Exception exception) when (exception is WorkspaceApiException or SignInException)
        {
            return
            [
                IdentityUnknown(exception),
                .. Rights(environment).Select(name => CheckResult.Skipped(name, "who this is there could not be found out")),
            ];
        }

        // Nothing is known here of the fields in which secrets stand, and of each listing only the length is told.
        connection.Client.SecretPlaces.AddAll();
        var folders = new FolderCheck(connection.Client, user);
        return
        [
            CheckResult.Passed("identity", $"{user}."),
            .. await Task.WhenAll(
                KindTable
                    .For(environment, connection.Client, clock)
                    .Where(kind => IsListed(kind.Kind))
                    .Select(kind => ListAsync(kind, ct))
            ),
            MayCreateClusters(user),
            .. await Task.WhenAll(Folders(environment).Select(folder => folders.RunAsync(folder.Setting, folder.Path, ct))),
            .. environment.OwnerOnly ? new[] { await OwnershipRecordAsync(ct) } : [],
            .. await Task.WhenAll(Scopes(environment).Select(scope => new ScopeCheck(connection.Client, environment).RunAsync(scope, ct))),
        ];
    }

    /// <summary>With <c>owner_only</c> the manifest proves who made a file, unless all users may write the manifest.</summary>
    private async Task<CheckResult> OwnershipRecordAsync(CancellationToken ct)
    {
        var folder = new StateFolderRights(
            new WorkspaceApi(connection.Client),
            new PermissionsApi(connection.Client),
            environment.StateFolder
        );
        try
        {
            return await folder.IsProtectedAsync(ct)
                ? CheckResult.Passed(
                    OwnershipRecord,
                    $"only those who deploy may write to {folder.Path}, so files that are recorded there count as ours."
                )
                : CheckResult.Unknown(
                    OwnershipRecord,
                    $"all users may write to {folder.Path}, it is not there yet, or its permissions may not be read: files that "
                        + $"are in the workspace already are left alone.",
                    $"Take the permission to edit {folder.Path} and the folders above it from the group users, or set state_path "
                        + $"to a folder where they have none."
                );
        }
        catch (WorkspaceApiException error)
        {
            return CheckResult.Failed(OwnershipRecord, error.Message);
        }
    }

    internal static CheckResult MayCreateClusters(WorkspaceUser user)
    {
        var remedy =
            $"Give {user.Name} the entitlement Unrestricted cluster creation (in the workspace: Settings, Identity and access), or "
            + $"add it to a group that has it.";
        if (user.IsAdministrator)
            return CheckResult.Passed(Create, "an administrator may.");
        if (user.Entitlements.Contains("allow-cluster-create"))
            return CheckResult.Passed(Create, "it has the entitlement allow-cluster-create.");

        // Me lists the entitlements of the user itself, and not always those of its groups.
        return user.Groups.Any(group => group != "users")
            ? CheckResult.Unknown(
                Create,
                $"{user.Name} has not the entitlement allow-cluster-create itself; whether one of its groups has it "
                    + $"({string.Join(", ", user.Groups)}) is not told.",
                remedy
            )
            : CheckResult.Failed(Create, $"{user.Name} is no administrator and has not the entitlement allow-cluster-create.", remedy);
    }

    private CheckResult IdentityUnknown(Exception exception)
    {
        var scope = connection.ResourceId ?? "the workspace in Azure";
        return exception is WorkspaceApiException { Status: 401 or 403 }
            ? CheckResult.Failed(
                "identity",
                $"the workspace does not know {connection.SignedInAs}: {exception.Message}",
                $"Either add it to the workspace (Settings, Identity and access), or give it the role Contributor on {scope}, with "
                    + $"which the first deployment adds it: az role assignment create --role Contributor --assignee CLIENT-ID --scope "
                    + $"{connection.ResourceId ?? "RESOURCE-ID"}"
            )
            : CheckResult.Failed(
                "identity",
                exception.Message,
                exception is WorkspaceApiException { IsUnreachable: true }
                    ? "Check the workspace's address, the network and the proxy settings."
                    : null
            );
    }

    /// <summary>A deployment lists only what Git declares, so that a kind which may not be listed may be no matter.</summary>
    private static async Task<CheckResult> ListAsync(RemoteKind kind, CancellationToken ct)
    {
        var name = NameOf(kind.Kind);
        try
        {
            var found = await kind.ListDeclaredAsync([], new Dictionary<string, JObject>(), ct);
            return CheckResult.Passed(name, $"{found.Count} found.");
        }
        catch (WorkspaceApiException error) when ((error.IsForbidden || error.IsMissing) && !Always.Contains(kind.Name))
        {
            var remedy = error.IsForbidden ? ": then give whoever signs in the entitlements for them." : ", which this workspace lacks.";
            return CheckResult.Unknown(name, error.Message, $"This matters only where Git declares {kind.Name}{remedy}");
        }
        catch (Exception error) when (error is WorkspaceApiException or SignInException)
        {
            return CheckResult.Failed(
                name,
                error.Message,
                error is WorkspaceApiException { IsForbidden: true } ? "Give whoever signs in the entitlement Workspace access." : null
            );
        }
    }

    /// <summary>Files are looked for one by one, and parts with what they are parts of.</summary>
    private static bool IsListed(AssetKind kind) => kind is JsonKind { IsPart: false };

    private static string NameOf(AssetKind kind) => $"list {kind.Name}";

    private static IEnumerable<string> Rights(DeploymentEnvironment environment) =>
        [
            .. KindTable.For(environment).Where(IsListed).Select(NameOf),
            Create,
            .. Folders(environment).Select(folder => $"{folder.Setting} {folder.Path}"),
            .. environment.OwnerOnly ? new[] { OwnershipRecord } : [],
            .. Scopes(environment).Select(ScopeCheck.NameOf),
        ];

    private static IEnumerable<string> Scopes(DeploymentEnvironment environment) =>
        environment.Infrastructure.SecretScope is { } scope ? [scope] : [];

    private static (string Setting, string Path)[] Folders(DeploymentEnvironment environment) =>
        [
            ("content_path", environment.ContentPath),
            ("init_scripts_destination", environment.InitScriptsDestination),
            ("libraries_destination", environment.LibrariesDestination),
            ("notebooks_path", environment.NotebooksPath),
            ("state_path", environment.StatePath),
        ];
}
