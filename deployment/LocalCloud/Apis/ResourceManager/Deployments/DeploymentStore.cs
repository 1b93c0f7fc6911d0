using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Apis.ResourceManager.Templates;
using Layercake.LocalCloud.Apis.ResourceManager.Types;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Deployments;

/// <summary>
/// Deployments, which go on as the cloud's clock does: whoever asks Resource Manager anything finds them as far as they have come by then.
/// </summary>
internal sealed class DeploymentStore(
    CloudState state,
    CloudAccounts accounts,
    ResourceStore resources,
    ResourceTypes types,
    ResourceViews views
)
{
    private readonly Table kept = state.Table("arm_deployments");
    private readonly Table settings = state.Table("arm_settings");
    private readonly SemaphoreSlim gate = new(1, 1);

    public DeploymentTiming Timing => settings.Get("timing")?.ToObject<DeploymentTiming>() ?? new DeploymentTiming();

    public void SetTiming(DeploymentTiming timing) => settings.Put("timing", JObject.FromObject(timing));

    /// <summary>From now on writing a resource of that type fails.</summary>
    public void Fail(string type, string code, string message) =>
        settings.Put($"failure {type.ToLowerInvariant()}", new JObject { ["code"] = code, ["message"] = message });

    public void FailNothing()
    {
        foreach (var (key, _) in settings.All().Where(entry => entry.Key.StartsWith("failure ", StringComparison.Ordinal)))
            settings.Remove(key);
    }

    public IEnumerable<Deployment> In(string group) =>
        kept.All().Select(entry => Deployment.Read(entry.Value)).Where(deployment => ArmIds.Same(deployment.Group, group));

    public Deployment? Find(string group, string name) => kept.Get(Key(group, name)) is { } json ? Deployment.Read(json) : null;

    public void Put(Deployment deployment) => kept.Put(Key(deployment.Group, deployment.Name), deployment.ToJson());

    public bool Remove(Deployment deployment) => kept.Remove(Key(deployment.Group, deployment.Name));

    /// <summary>What a template's expressions see in that group.</summary>
    public TemplateScope Scope(string group, string deployment, bool isPreflight) =>
        new()
        {
            SubscriptionId = accounts.SubscriptionId,
            TenantId = accounts.TenantId,
            Group = resources.Group(group) ?? throw ArmErrors.GroupNotFound(group),
            DeploymentName = deployment,
            Now = state.Clock.GetUtcNow(),
            Reference = views.Properties,
            IsPreflight = isPreflight,
        };

    /// <summary>Brings every deployment to where it must be by now.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        if (kept.All().All(entry => Deployment.Read(entry.Value).IsOver))
            return;

        await gate.WaitAsync(ct);
        try
        {
            foreach (var deployment in kept.All().Select(entry => Deployment.Read(entry.Value)).Where(deployment => !deployment.IsOver))
                await SettleAsync(deployment, ct);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task SettleAsync(Deployment deployment, CancellationToken ct)
    {
        var timing = Timing;
        while (!deployment.IsOver)
        {
            var next = deployment.Started + timing.Accepted + timing.Resource * (deployment.Written + 1);
            if (next > state.Now && deployment.Written < deployment.Resources.Count)
                return;

            deployment =
                deployment.Written == deployment.Resources.Count
                    ? End(deployment, next - timing.Resource)
                    : await WriteNextAsync(deployment, next, ct);
            Put(deployment);
        }
    }

    private async Task<Deployment> WriteNextAsync(Deployment deployment, long now, CancellationToken ct)
    {
        var id = deployment.Resources[deployment.Written];
        try
        {
            var template = new Template(
                deployment.Template,
                deployment.Parameters,
                Scope(deployment.Group, deployment.Name, isPreflight: false)
            );
            var resource = template.Resource(id);
            if (settings.Get($"failure {((string)resource["type"]!).ToLowerInvariant()}") is { } ordered)
                throw ArmErrors.Of(409, (string)ordered["code"]!, (string)ordered["message"]!);

            await types.ApplyAsync(resource, ct);
            return deployment with { Written = deployment.Written + 1 };
        }
        catch (ApiError error)
        {
            return deployment with { Ended = now, Error = (JObject)error.Body["error"]! };
        }
        catch (TemplateException error)
        {
            return deployment with
            {
                Ended = now,
                Error = new JObject { ["code"] = "InvalidTemplate", ["message"] = error.Message },
            };
        }
    }

    private Deployment End(Deployment deployment, long now)
    {
        try
        {
            var template = new Template(
                deployment.Template,
                deployment.Parameters,
                Scope(deployment.Group, deployment.Name, isPreflight: false)
            );
            return deployment with { Ended = now, Outputs = template.Outputs() };
        }
        catch (TemplateException error)
        {
            return deployment with
            {
                Ended = now,
                Error = new JObject { ["code"] = "DeploymentOutputEvaluationFailed", ["message"] = error.Message },
            };
        }
    }

    private static string Key(string group, string name) => $"{group}/{name}".ToLowerInvariant();
}
