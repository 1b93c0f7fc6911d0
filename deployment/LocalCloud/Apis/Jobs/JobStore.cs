using System.Globalization;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>
/// The jobs of the workspace: one document each with <c>job_id</c>, creator, <c>format</c> and <c>settings</c> in the form of 2.2.
/// </summary>
internal sealed class JobStore(CloudState state)
{
    public const string TimeField = "created_time";

    private const int Quota = 10_000;

    private readonly Table accessControl = state.Table(TableNames.JobPermissions);
    private readonly Lock gate = new();

    public NewestFirst Index { get; } = new(state.Table(TableNames.Jobs), job => Name((JObject)job["settings"]!));

    public static string Name(JObject settings) => settings.Text("name") ?? "Untitled";

    public JObject? Find(long id) => state.Table(TableNames.Jobs).Get(Key(id));

    public JObject Get(long id) => Find(id) ?? throw ApiError.InvalidParameter($"Job {id} does not exist.");

    public long Create(JobDraft draft, Principal creator)
    {
        if (Index.Count >= Quota)
            throw ApiError.Of(400, "QUOTA_EXCEEDED", $"The quota for the number of jobs has been reached. The current quota is {Quota}.");

        var id = CloudState.NewId();
        Index.Add(Key(id), Document(id, draft, creator.UserName, state.Now));
        if (draft.AccessControl is not null)
            accessControl.Put(Key(id), new JObject { ["access_control_list"] = draft.AccessControl });

        return id;
    }

    /// <param name="change">Gets the job as it is, and gives what its settings shall be.</param>
    public void Change(long id, Func<JObject, JobDraft> change)
    {
        lock (gate)
        {
            var job = Get(id);
            var draft = change(job);
            var changed = Document(id, draft, job.Text("creator_user_name")!, (long)job[TimeField]!);
            changed[NewestFirst.OrderField] = job[NewestFirst.OrderField];
            Index.Replace(Key(id), changed);
        }
    }

    public void Delete(long id)
    {
        lock (gate)
        {
            Get(id);
            Index.Remove(Key(id));
            accessControl.Remove(Key(id));
        }
    }

    private static string Key(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static JObject Document(long id, JobDraft draft, string creator, long time)
    {
        var runAs = draft.Settings.Object("run_as");
        return new JObject
        {
            ["job_id"] = id,
            ["creator_user_name"] = creator,
            ["run_as_user_name"] =
                runAs?.Text("user_name") ?? runAs?.Text("service_principal_name") ?? runAs?.Text("group_name") ?? creator,
            [TimeField] = time,
            ["format"] = draft.Format,
            ["settings"] = draft.Settings,
        };
    }
}
