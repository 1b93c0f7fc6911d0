using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Pipelines;

/// <summary>The Pipelines API.</summary>
internal sealed class PipelinesEndpoints(CloudState state) : IEndpoints
{
    private const string Root = "/api/2.0/pipelines";
    private const int GoneAfter = 100;

    private static readonly BodyShape UpdateShape = new()
    {
        Texts = ["cause"],
        Flags = ["full_refresh", "validate_only"],
        Lists = ["full_refresh_selection", "refresh_selection"],
    };

    private readonly ObjectTable pipelines = new(state, TableNames.Pipelines);
    private readonly ObjectTable deletedLately = new(state, "deleted-pipelines");
    private readonly UnconfirmedRules unconfirmed = new(state);
    private readonly PipelineClusters clusters = new(state);
    private readonly PipelineUpdates updates = new(state);
    private readonly PipelineViews views = new(new PipelineUpdates(state), new PipelineIdentities(state));
    private readonly ObjectPages pages = new("statuses", "max_results", Usual: 25);
    private readonly ObjectPages runs = new("updates", "max_results", Usual: 25);

    public void Map(RouteTable routes)
    {
        routes.Post(Root, Create);
        routes.Get(Root, List);
        routes.Get($"{Root}/{{id}}", request => ApiResponse.Json(Deleted(request.RouteValues["id"]) ?? views.Whole(Get(request))));
        routes.Put($"{Root}/{{id}}", Edit);
        routes.Delete($"{Root}/{{id}}", Delete);
        routes.Post($"{Root}/{{id}}/updates", Start);
        routes.Get(
            $"{Root}/{{id}}/updates",
            request => runs.Answer(request, updates.Of(Get(request).Id), updates.View, request.RouteValues["id"])
        );
        routes.Get($"{Root}/{{id}}/updates/{{update}}", Update);
        routes.Post($"{Root}/{{id}}/stop", Stop);
    }

    private ApiResponse Create(ApiRequest request)
    {
        var sent = PipelineRules.Shape.Read(request);
        PipelineRules.Check(sent);
        clusters.Complete(sent);
        sent.Required("name");
        var id = NewIds.Uuid();
        var spec = PipelineRules.Complete(sent, id);
        lock (pipelines.Gate)
        {
            RequireFree(request, spec, null);
            if (request.Flag("dry_run"))
                return ApiResponse.Json(new JObject { ["effective_settings"] = spec });

            pipelines.Add(id, spec, request.Caller);
            if (IsContinuous(spec))
                updates.StartContinuous(id, request.Caller);

            return ApiResponse.Json(new JObject { ["pipeline_id"] = id });
        }
    }

    private ApiResponse Edit(ApiRequest request)
    {
        lock (pipelines.Gate)
        {
            var pipeline = Get(request);
            if (request.Number("expected_last_modified") is { } expected && expected != pipeline.UpdatedAt)
                throw ApiError.Of(409, "RESOURCE_CONFLICT", $"Pipeline {pipeline.Id} was modified after {expected}.");

            var sent = PipelineRules.Shape.Read(request);
            PipelineRules.Check(sent);
            PipelineRules.CheckEdit(pipeline.Spec, sent);
            clusters.Complete(sent);
            sent.Default("name", pipeline.Spec["name"]!);
            RequireFree(request, sent, pipeline.Id);
            // What an edit starts is unconfirmed.
            if (IsContinuous(pipeline.Spec) && !IsContinuous(sent))
                updates.Stop(pipeline.Id);
            pipelines.Put(pipeline.With(PipelineRules.Complete(sent, pipeline.Id), request.Caller, state.Now));
            return ApiResponse.Empty;
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        lock (pipelines.Gate)
        {
            var pipeline = Get(request);
            updates.Forget(pipeline.Id);
            pipelines.Remove(pipeline.Id);
            if (!unconfirmed.IsUsual(UnconfirmedRule.DeletedPipeline))
                deletedLately.Put(pipeline.WithFact("deleted_at", state.Now));
        }

        return ApiResponse.Empty;
    }

    private ApiResponse Start(ApiRequest request)
    {
        var update = updates.Start(Get(request).Id, UpdateShape.Read(request), request.Caller);
        return ApiResponse.Json(new JObject { ["update_id"] = update.Id });
    }

    private ApiResponse Update(ApiRequest request)
    {
        var id = request.RouteValues["update"];
        var update =
            updates.Of(Get(request).Id).FirstOrDefault(update => update.Id == id)
            ?? throw ApiError.Missing($"The specified update {id} was not found.");
        return ApiResponse.Json(new JObject { ["update"] = updates.View(update) });
    }

    private ApiResponse Stop(ApiRequest request)
    {
        updates.Stop(Get(request).Id);
        return ApiResponse.Empty;
    }

    private ApiResponse List(ApiRequest request)
    {
        var filter = request.Text("filter");
        var found = pipelines.All().Where(PipelineFilter.Read(filter)).ToList();
        return pages.Answer(request, found, views.Line, filter ?? "");
    }

    /// <summary>A pipeline that was just deleted, which is shown for a while; null when it is none.</summary>
    private JObject? Deleted(string id)
    {
        if (deletedLately.Find(id) is not { } pipeline)
            return null;
        if (!IsShown(pipeline))
        {
            deletedLately.Remove(pipeline.Id);
            return null;
        }

        var view = views.Whole(pipeline);
        view["state"] = "DELETED";
        return view;
    }

    private bool IsShown(StoredObject deleted) => state.Now < (long)deleted.Facts["deleted_at"]! + GoneAfter;

    private static bool IsContinuous(JObject spec) => (bool?)spec["continuous"] == true;

    private StoredObject Get(ApiRequest request)
    {
        var id = request.RouteValues["id"];
        return pipelines.Find(id) ?? throw ApiError.Missing($"The specified pipeline {id} was not found.");
    }

    private void RequireFree(ApiRequest request, JObject spec, string? id)
    {
        if (request.Flag("allow_duplicate_names"))
            return;

        var name = (string)spec["name"]!;
        if (pipelines.IsTaken("name", name, id) || deletedLately.All().Any(gone => (string?)gone.Spec["name"] == name && IsShown(gone)))
            throw ApiError.Of(409, "RESOURCE_CONFLICT", $"The pipeline name '{name}' is already used by another pipeline.");
    }
}
