using Layercake.LocalCloud.Apis.Jobs;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Pipelines;

/// <summary>The Pipelines API.</summary>
public sealed class PipelinesEndpoints(CloudState state) : IEndpoints
{
    internal const string TableName = "pipelines";

    private const string Root = "/api/2.0/pipelines";

    private readonly ObjectTable pipelines = new(state, TableName);
    private readonly ObjectPages pages = new("statuses", "max_results", Usual: 25);

    public void Map(RouteTable routes)
    {
        routes.Post(Root, Create);
        routes.Get(Root, List);
        routes.Get($"{Root}/{{id}}", request => ApiResponse.Json(PipelineViews.Whole(Get(request))));
        routes.Put($"{Root}/{{id}}", Edit);
        routes.Delete($"{Root}/{{id}}", Delete);
    }

    private ApiResponse Create(ApiRequest request)
    {
        var sent = PipelineRules.Shape.Read(request);
        PipelineRules.Check(sent);
        sent.Required("name");
        var id = Ids.Uuid();
        var spec = PipelineRules.Complete(sent, id);
        lock (pipelines.Gate)
        {
            RequireFree(request, spec, null);
            if (request.Flag("dry_run"))
                return ApiResponse.Json(new JObject { ["effective_settings"] = spec });

            pipelines.Add(id, spec, request.Caller);
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
            sent.Default("name", pipeline.Spec["name"]!);
            RequireFree(request, sent, pipeline.Id);
            pipelines.Put(pipeline.With(PipelineRules.Complete(sent, pipeline.Id), request.Caller, state.Now));
            return ApiResponse.Empty;
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        lock (pipelines.Gate)
            pipelines.Remove(Get(request).Id);

        return ApiResponse.Empty;
    }

    private ApiResponse List(ApiRequest request)
    {
        var filter = request.Text("filter");
        var found = pipelines.All().Where(PipelineFilter.Read(filter)).ToList();
        return pages.Answer(request, found, PipelineViews.Line, filter ?? "");
    }

    private Kept Get(ApiRequest request)
    {
        var id = request.RouteValues["id"];
        return pipelines.Find(id) ?? throw ApiError.Missing($"The specified pipeline {id} was not found.");
    }

    private void RequireFree(ApiRequest request, JObject spec, string? id)
    {
        if (!request.Flag("allow_duplicate_names") && pipelines.IsTaken("name", (string)spec["name"]!, id))
            throw ApiError.Of(409, "RESOURCE_CONFLICT", $"The pipeline name '{spec["name"]}' is already used by another pipeline.");
    }
}
