namespace Layercake.Rest.Tests;

public sealed class WorkspaceApiExceptionTests
{
    [Theory]
    [InlineData("/api/2.0/workspace/get-status", 404, "RESOURCE_DOES_NOT_EXIST", "Path (/x) doesn't exist.", true)]
    [InlineData("/api/2.0/fs/files/Volumes/a", 404, "NOT_FOUND", "", true)]
    [InlineData("/api/2.0/clusters/lst", 404, "ENDPOINT_NOT_FOUND", "No API found for 'GET /clusters/lst'", false)]
    [InlineData("/api/2.1/clusters/get", 400, "INVALID_PARAMETER_VALUE", "Cluster 0412-081530-k3v9qz1m does not exist", true)]
    [InlineData("/api/2.0/clusters/edit", 400, "INVALID_PARAMETER_VALUE", "Cluster 0412-081530-k3v9qz1m does not exist", true)]
    [InlineData("/api/2.1/clusters/edit", 400, "INVALID_PARAMETER_VALUE", "Instance pool 7 does not exist", false)]
    [InlineData("/api/2.1/clusters/create", 400, "INVALID_PARAMETER_VALUE", "Cluster 5 does not exist", false)]
    [InlineData("/api/2.0/libraries/install", 400, "INVALID_PARAMETER_VALUE", "Cluster 0412-081530-k3v9qz1m does not exist", true)]
    [InlineData("/api/2.2/jobs/get", 400, "INVALID_PARAMETER_VALUE", "Job 17 does not exist.", true)]
    [InlineData("/api/2.2/jobs/reset", 400, "INVALID_PARAMETER_VALUE", "Cluster 0412-081530-k3v9qz1m does not exist", false)]
    [InlineData("/api/2.2/jobs/runs/get", 400, "INVALID_PARAMETER_VALUE", "Run 4 does not exist.", true)]
    [InlineData("/api/2.1/jobs/runs/get", 400, "INVALID_PARAMETER_VALUE", "Run: 4 in job: 17 doesn't exist", true)]
    [InlineData("/api/2.2/jobs/get", 400, "INVALID_STATE", "Job 17 does not exist.", false)]
    [InlineData("/api/2.2/jobs/get", 403, "PERMISSION_DENIED", "Job 17 does not exist.", false)]
    [InlineData("/api/2.2/jobs/get", 500, "INTERNAL_ERROR", "Job 17 does not exist.", false)]
    public void Only_not_found_means_absent(string path, int status, string code, string message, bool missing) =>
        Assert.Equal(missing, Of(path, status, code, message).IsMissing);

    [Fact]
    public void Status_and_code_decide_what_it_is()
    {
        Assert.True(Of("/x", 409, "", "").IsConflict);
        Assert.True(Of("/x", 400, "RESOURCE_ALREADY_EXISTS", "").IsConflict);
        Assert.True(Of("/x", 429, "", "").IsThrottled);
        Assert.True(Of("/x", 400, "INVALID_STATE", "").IsInvalidState);
        Assert.True(Of("/x", 403, "403", "").IsUnauthenticated);
        Assert.False(Of("/x", 403, "403", "").IsForbidden);
        Assert.True(Of("/x", 403, "PERMISSION_DENIED", "").IsForbidden);
        Assert.True(Of("/x", 0, "", "").IsUnreachable);
    }

    private static WorkspaceApiException Of(string path, int status, string code, string message) =>
        new("m")
        {
            Method = "GET",
            Path = path,
            Status = status,
            ErrorCode = code,
            ServiceMessage = message,
        };
}
