using System.Globalization;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.SecretScopes;

/// <summary>The secrets in the scopes of a workspace: their keys and when each was written, never a value.</summary>
internal sealed class RemoteScopeSecrets(ScopeSecretKind kind, SecretsApi secrets) : RemoteParts(kind)
{
    public override WriteCalls Calls { get; } =
        WriteCalls.OfPart("POST /api/2.0/secrets/put", "POST /api/2.0/secrets/delete");

    /// <remarks>
    /// One after the other. A key that is not there is written whatever the plan says: its scope may have been made anew.
    /// </remarks>
    public override async Task UpdateAsync(AssetWrite write, CancellationToken ct)
    {
        var (_, scope) = Named(write.Wanted);
        var wanted = (JObject)write.Wanted[Kind.Field]!;
        var held = await HeldAsync(scope, ct);
        var changed = ChangedEntries(write).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var writesAll = write.Id is null || write.Changed.Count == 0 || write.Changed.Contains(Kind.Field);
        foreach (var secret in wanted.Properties())
            if (writesAll || changed.Contains(secret.Name) || Kind.Find(held, secret.Name) is null)
                await secrets.PutAsync(scope, secret.Name, (string)secret.Value!, ct);

        foreach (var key in Removed(write, wanted).Select(key => Kind.Find(held, key)).OfType<string>())
            await DeleteAsync(scope, key, ct);
    }

    protected override bool NamesObject(string field) => field == SecretScopeKind.Folder;

    protected override async Task<JObject> ReadAsync(PartObject of, CancellationToken ct) =>
        new() { [of.Field] = of.Id, [Kind.Field] = await HeldAsync(of.Id, ct) };

    /// <summary>By key, when it was written.</summary>
    private async Task<JObject> HeldAsync(string scope, CancellationToken ct) =>
        new((await secrets.ListAsync(scope, ct)).Select(secret => new JProperty((string)secret["key"]!, Written(secret))));

    private static string Written(JObject secret) =>
        secret["last_updated_timestamp"] is JValue { Type: JTokenType.Integer } time
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"written {DateTimeOffset.FromUnixTimeMilliseconds((long)time):yyyy-MM-dd HH:mm:ss.fff} UTC"
            )
            : "written";

    private async Task DeleteAsync(string scope, string key, CancellationToken ct)
    {
        try
        {
            await secrets.DeleteAsync(scope, key, ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            // Someone else has deleted it meanwhile.
        }
    }
}
