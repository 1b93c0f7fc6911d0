using System.Security.Cryptography;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.KeyVault;

/// <summary>The vault's secrets with all their versions, and the deleted ones that can still be recovered.</summary>
/// <remarks>
/// A document is <c>{name, versions:[{version, value, contentType, tags, attributes}]}</c>, newest version last; a deleted one has its two
/// dates too.
/// Names that differ only by case are one.
/// </remarks>
/// <param name="suffix">Tells one vault's tables from another's.</param>
internal sealed class VaultSecrets(CloudState state, string suffix)
{
    private const int RecoverableDays = 90;
    private readonly Table kept = state.Table($"vault_secrets{suffix}");
    private readonly Table deleted = state.Table($"vault_deleted{suffix}");

    private long Now => state.Clock.GetUtcNow().ToUnixTimeSeconds();

    public IEnumerable<JObject> All => kept.All().Select(entry => entry.Value);

    public IEnumerable<JObject> Deleted => deleted.All().Select(entry => entry.Value).Where(IsRecoverable);

    /// <summary>Whether a secret of that name exists, deleted or not.</summary>
    public bool Knows(string name) => kept.Get(Key(name)) is not null || (deleted.Get(Key(name)) is { } old && IsRecoverable(old));

    /// <exception cref="ApiError">404 SecretNotFound.</exception>
    public JObject Get(string name) => kept.Get(Key(name)) ?? throw NotFound(name);

    /// <summary>The version named, or the newest.</summary>
    /// <exception cref="ApiError">404 SecretNotFound.</exception>
    public JObject Version(string name, string? version)
    {
        var versions = (JArray)Get(name)["versions"]!;
        return (version is null ? versions.Last : versions.FirstOrDefault(candidate => (string?)candidate["version"] == version)) as JObject
            ?? throw NotFound($"{name}/{version}");
    }

    /// <summary>Adds a version, and the secret when it is new.</summary>
    /// <exception cref="ApiError">409 while a deleted secret of that name can be recovered.</exception>
    public JObject Set(string name, JObject fields)
    {
        lock (kept.Gate)
        {
            if (deleted.Get(Key(name)) is { } old && IsRecoverable(old))
                throw new ApiError(
                    409,
                    AzureErrors.Body(
                        "Conflict",
                        $"Secret {name} is currently in a deleted but recoverable state, and its name cannot be reused; "
                            + "in this state, the secret can only be recovered or purged.",
                        "ObjectIsDeletedButRecoverable"
                    )
                );

            var secret = (JObject?)kept.Get(Key(name))?.DeepClone() ?? new JObject { ["name"] = name, ["versions"] = new JArray() };
            var version = new JObject
            {
                ["version"] = RandomNumberGenerator.GetHexString(32, lowercase: true),
                ["value"] = fields["value"],
                ["attributes"] = new JObject
                {
                    ["enabled"] = true,
                    ["created"] = Now,
                    ["updated"] = Now,
                    ["recoveryLevel"] = "Recoverable+Purgeable",
                    ["recoverableDays"] = RecoverableDays,
                },
            };
            Change(version, fields);
            ((JArray)secret["versions"]!).Add(version);
            kept.Put(Key(name), secret);
            return version;
        }
    }

    /// <summary>Changes what is said about a version; its value never changes.</summary>
    public JObject Update(string name, string? version, JObject fields)
    {
        lock (kept.Gate)
        {
            var found = (string)Version(name, version)["version"]!;
            var secret = (JObject)Get(name).DeepClone();
            var changed = (JObject)secret["versions"]!.First(candidate => (string?)candidate["version"] == found);
            Change(changed, fields);
            changed["attributes"]!["updated"] = Now;
            kept.Put(Key(name), secret);
            return changed;
        }
    }

    public JObject Delete(string name)
    {
        lock (kept.Gate)
        {
            var secret = (JObject)Get(name).DeepClone();
            secret["deletedDate"] = Now;
            secret["scheduledPurgeDate"] = Now + RecoverableDays * 24L * 3600;
            kept.Remove(Key(name));
            deleted.Put(Key(name), secret);
            return secret;
        }
    }

    /// <exception cref="ApiError">404 SecretNotFound.</exception>
    public JObject GetDeleted(string name) => deleted.Get(Key(name)) is { } secret && IsRecoverable(secret) ? secret : throw NotFound(name);

    public JObject Recover(string name)
    {
        lock (kept.Gate)
        {
            var secret = (JObject)GetDeleted(name).DeepClone();
            secret.Remove("deletedDate");
            secret.Remove("scheduledPurgeDate");
            deleted.Remove(Key(name));
            kept.Put(Key(name), secret);
            return secret;
        }
    }

    public void Purge(string name)
    {
        GetDeleted(name);
        deleted.Remove(Key(name));
    }

    public void Clear()
    {
        kept.Clear();
        deleted.Clear();
    }

    private static void Change(JObject version, JObject fields)
    {
        foreach (var name in new[] { "contentType", "tags" })
            if (fields[name] is { Type: not JTokenType.Null } value)
                version[name] = value.DeepClone();

        foreach (var name in new[] { "enabled", "exp", "nbf" })
            if (fields["attributes"]?[name] is { Type: not JTokenType.Null } value)
                version["attributes"]![name] = value.DeepClone();
    }

    private bool IsRecoverable(JObject secret) => (long)secret["scheduledPurgeDate"]! > Now;

    private static string Key(string name) => name.ToLowerInvariant();

    private static ApiError NotFound(string name) =>
        new(
            404,
            AzureErrors.Body(
                "SecretNotFound",
                $"A secret with (name/id) {name} was not found in this key vault. "
                    + "If you recently deleted this secret you may be able to recover it using the correct recovery command. "
                    + "For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182"
            )
        );
}
