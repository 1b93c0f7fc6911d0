using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Token API: the personal access tokens of whoever asks.</summary>
public sealed class TokensApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/token/";

    private static readonly AnswerShape Info = new(
        Text("token_id").Needed,
        Text("comment"),
        Number("creation_time"),
        Number("expiry_time")
    );

    private static readonly AnswerShape Made = new(
        Text("token_value").Needed,
        Object("token_info").Needed,
        Text("token_info.token_id").Needed
    );

    /// <summary>Those that are valid, never with a value. <c>expiry_time</c> is -1 for one that does not expire.</summary>
    public Task<IReadOnlyList<JObject>> ListAsync(CancellationToken ct) =>
        workspace.ListAsync("token_infos", Info, WorkspaceRequest.Get(Root + "list"), ct);

    /// <summary>
    /// Makes a token, whose value this answer has and no other. Not repeated after a failure that leaves the outcome open: that could make
    /// a second one. The value of the first is lost then; find it by its comment, and delete it.
    /// </summary>
    /// <param name="lifetime">Null for as long as the workspace allows.</param>
    public async Task<NewToken> CreateAsync(string comment, TimeSpan? lifetime, CancellationToken ct)
    {
        var body = new JObject { ["comment"] = comment };
        if (lifetime is { } time)
            body["lifetime_seconds"] = (long)time.TotalSeconds;

        var answer = await workspace
            .ReadAsync(WorkspaceRequest.Post(Root + "create", body, RepeatSafety.Unsafe), Made, ct)
            .ConfigureAwait(false);
        var value = (string)answer["token_value"]!;
        workspace.KeepSecret(value);
        return new NewToken(value, (JObject)answer["token_info"]!);
    }

    /// <summary>After a lost answer it is sent again, and then the token is missing.</summary>
    public Task DeleteAsync(string id, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post(Root + "delete", new JObject { ["token_id"] = id }, RepeatSafety.Idempotent), ct);
}

/// <summary>A token that has just been made.</summary>
/// <param name="Value">Secret: whoever has it acts as its owner. The client's redactor knows it.</param>
/// <param name="Info">What a listing says of it: <c>token_id</c>, <c>creation_time</c>, <c>expiry_time</c>, <c>comment</c>.</param>
public sealed record NewToken(string Value, JObject Info)
{
    public string Id => (string)Info["token_id"]!;

    /// <summary>Never the value.</summary>
    public override string ToString() => $"token {Id}";
}
